import { byTag } from './filters.js';
import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secRuleRemoveByTag: DirectiveSpec = {
  name: 'SecRuleRemoveByTag',
  summary: 'Takes rules out, by a tag: the whole of it, as written in the rule.',
  example: 'SecRuleRemoveByTag "attack-dos"',
  apply(directive, args, scope) {
    scope.changes.push({ kind: 'remove', filters: [byTag(only(directive, args, '"TAG"'))], directive });
  },
};
