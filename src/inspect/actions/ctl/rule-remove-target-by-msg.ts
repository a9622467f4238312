import { byMsg, removeTarget } from './filters.js';
import type { CtlOption } from './spec.js';

export const ruleRemoveTargetByMsg: CtlOption = {
  name: 'ruleRemoveTargetByMsg',
  summary: 'The rules of a message no longer look at a variable, for the rest of this transaction.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100115,phase:1,pass,nolog,ctl:ruleRemoveTargetByMsg=SQL injection;ARGS:q"',
  compile(value) {
    return removeTarget(value, byMsg);
  },
};
