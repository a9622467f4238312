import { parseActions } from '../parse-actions.js';
import { SyntaxProblem } from '../words.js';
import { idFilter } from './filters.js';
import { exactly } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secRuleUpdateActionById: DirectiveSpec = {
  name: 'SecRuleUpdateActionById',
  summary:
    'Changes the actions of a rule, or with ID:N of the Nth rule chained to it: what can stand once is replaced, the rest is added. Id and phase stay.',
  example: 'SecRuleUpdateActionById 942100 "pass,log"',
  apply(directive, args, scope) {
    const [which, actions] = exactly(directive, args, 2, 'ID "ACTIONS"');
    const colon = which.text.indexOf(':');
    const offset = colon < 0 ? '0' : which.text.slice(colon + 1);
    if (!/^\d{1,3}$/.test(offset)) {
      throw new SyntaxProblem(which.place(), which.text, 'write ID, or ID:1 for the first chained rule');
    }
    scope.changes.push({
      kind: 'update-actions',
      filter: idFilter(colon < 0 ? which : which.slice(0, colon)),
      offset: Number(offset),
      actions: parseActions(actions),
      directive,
    });
  },
};
