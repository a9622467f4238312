import { byTag, removeRules } from './filters.js';
import type { CtlOption } from './spec.js';

export const ruleRemoveByTag: CtlOption = {
  name: 'ruleRemoveByTag',
  summary:
    'Takes the rules of a tag out, for the rest of this transaction. The whole tag, as written in the rule.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100113,phase:1,pass,nolog,ctl:ruleRemoveByTag=attack-sqli"',
  compile(value) {
    return removeRules([byTag(value)]);
  },
};
