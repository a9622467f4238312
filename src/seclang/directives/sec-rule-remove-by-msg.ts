import { byMsg } from './filters.js';
import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secRuleRemoveByMsg: DirectiveSpec = {
  name: 'SecRuleRemoveByMsg',
  summary:
    'Takes rules out, by their message: the whole of it, as written in the rule (as libmodsecurity does).',
  example: 'SecRuleRemoveByMsg "Request Missing a Host Header"',
  apply(directive, args, scope) {
    scope.changes.push({ kind: 'remove', filters: [byMsg(only(directive, args, '"MESSAGE"'))], directive });
  },
};
