import { type CtlOption, onOff } from './spec.js';

export const responseBodyAccess: CtlOption = {
  name: 'responseBodyAccess',
  summary: 'As SecResponseBodyAccess, for this transaction, before phase 4.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100108,phase:1,pass,nolog,ctl:responseBodyAccess=Off"',
  compile(value) {
    const on = onOff(value);
    return inspection => {
      inspection.responseBodyAccess = on;
    };
  },
};
