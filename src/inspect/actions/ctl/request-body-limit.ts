import { wholeNumber } from '../spec.js';
import { type CtlOption, LARGEST_BODY } from './spec.js';

export const requestBodyLimit: CtlOption = {
  name: 'requestBodyLimit',
  summary: 'As SecRequestBodyLimit, for this transaction, in phase 1.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100106,phase:1,pass,nolog,ctl:requestBodyLimit=1048576"',
  compile(value) {
    const limit = wholeNumber(value, 'the limit', 0, LARGEST_BODY);
    return inspection => {
      inspection.bodyLimit = limit;
    };
  },
};
