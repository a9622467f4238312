import type { BodyProcessor } from '../../../core/index.js';
import { ActionError } from '../spec.js';
import type { CtlOption } from './spec.js';

const PROCESSORS: readonly BodyProcessor[] = ['URLENCODED', 'MULTIPART', 'JSON', 'XML'];

export const requestBodyProcessor: CtlOption = {
  name: 'requestBodyProcessor',
  summary: 'Which parser takes the request body apart: URLENCODED, MULTIPART, JSON or XML, in phase 1.',
  example:
    'SecRule REQUEST_HEADERS:Content-Type "@beginsWith application/json" "id:100107,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"',
  compile(value) {
    const processor = PROCESSORS.find(name => name === value.toUpperCase());
    if (processor === undefined) {
      throw new ActionError(`requestBodyProcessor=${value}`, `write one of ${PROCESSORS.join(', ')}`);
    }
    return inspection => {
      inspection.bodyProcessor = processor;
    };
  },
};
