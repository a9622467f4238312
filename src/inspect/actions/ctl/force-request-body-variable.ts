import { type CtlOption, onOff } from './spec.js';

export const forceRequestBodyVariable: CtlOption = {
  name: 'forceRequestBodyVariable',
  summary: 'REQUEST_BODY has the body whatever took it apart: an XML body too.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100104,phase:1,pass,nolog,ctl:forceRequestBodyVariable=On"',
  compile(value) {
    const on = onOff(value);
    return inspection => {
      inspection.forceBodyVariable = on;
    };
  },
};
