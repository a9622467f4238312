import { idRange, removeTarget } from './filters.js';
import type { CtlOption } from './spec.js';

export const ruleRemoveTargetById: CtlOption = {
  name: 'ruleRemoveTargetById',
  summary: 'The rules of an id or range no longer look at a variable, for the rest of this transaction.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100114,phase:1,pass,nolog,ctl:ruleRemoveTargetById=942100;ARGS:q"',
  compile(value) {
    return removeTarget(value, idRange);
  },
};
