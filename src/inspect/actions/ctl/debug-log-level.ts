import { wholeNumber } from '../spec.js';
import type { CtlOption } from './spec.js';

export const debugLogLevel: CtlOption = {
  name: 'debugLogLevel',
  summary: 'Read and not used: there is no debug log.',
  example: 'SecRule REQUEST_FILENAME "@beginsWith /api/" "id:100103,phase:1,pass,nolog,ctl:debugLogLevel=9"',
  caution:
    'ctl:debugLogLevel has no effect here: there is no debug log; `sekisho explain` shows what rules see',
  compile(value) {
    wholeNumber(value, 'the level', 0, 9);
    return () => {};
  },
};
