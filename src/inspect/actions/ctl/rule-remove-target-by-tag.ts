import { byTag, removeTarget } from './filters.js';
import type { CtlOption } from './spec.js';

export const ruleRemoveTargetByTag: CtlOption = {
  name: 'ruleRemoveTargetByTag',
  summary: 'The rules of a tag no longer look at a variable, for the rest of this transaction.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100116,phase:1,pass,nolog,ctl:ruleRemoveTargetByTag=attack-sqli;ARGS:/^c_/"',
  compile(value) {
    return removeTarget(value, byTag);
  },
};
