import { SyntaxProblem } from '../words.js';
import { idFilters } from './filters.js';
import type { DirectiveSpec } from './spec.js';

export const secRuleRemoveById: DirectiveSpec = {
  name: 'SecRuleRemoveById',
  summary: 'Takes rules out, by ids and ranges, wherever they stand.',
  example: 'SecRuleRemoveById 942100 "920000-920999"',
  apply(directive, args, scope) {
    const filters = idFilters(args);
    if (filters.length === 0) {
      throw new SyntaxProblem(directive.place(), 'SecRuleRemoveById without an id', 'name ids or ranges');
    }
    scope.changes.push({ kind: 'remove', filters, directive });
  },
};
