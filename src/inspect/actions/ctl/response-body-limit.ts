import { wholeNumber } from '../spec.js';
import { type CtlOption, LARGEST_BODY } from './spec.js';

export const responseBodyLimit: CtlOption = {
  name: 'responseBodyLimit',
  summary: 'As SecResponseBodyLimit, for this transaction, before phase 4.',
  example:
    'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100109,phase:1,pass,nolog,ctl:responseBodyLimit=65536"',
  compile(value) {
    const limit = wholeNumber(value, 'the limit', 0, LARGEST_BODY);
    return inspection => {
      inspection.responseBodyLimit = limit;
    };
  },
};
