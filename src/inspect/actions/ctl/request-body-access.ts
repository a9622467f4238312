import { type CtlOption, onOff } from './spec.js';

export const requestBodyAccess: CtlOption = {
  name: 'requestBodyAccess',
  summary: 'As SecRequestBodyAccess, for this transaction, in phase 1.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100105,phase:1,pass,nolog,ctl:requestBodyAccess=Off"',
  compile(value) {
    const on = onOff(value);
    return inspection => {
      inspection.bodyAccess = on;
    };
  },
};
