import { byMsg, removeRules } from './filters.js';
import type { CtlOption } from './spec.js';

export const ruleRemoveByMsg: CtlOption = {
  name: 'ruleRemoveByMsg',
  summary:
    'Takes the rules of a message out, for the rest of this transaction. The whole message, as written in the rule.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100112,phase:1,pass,nolog,ctl:ruleRemoveByMsg=Request Missing a Host Header"',
  compile(value) {
    return removeRules([byMsg(value)]);
  },
};
