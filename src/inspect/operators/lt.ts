import type { OperatorSpec } from '../contract.js';
import { numeric, readInteger } from './numbers.js';

export const lt: OperatorSpec = {
  name: 'lt',
  summary: 'The value is less than the argument as a number. What is not a number is 0.',
  example: 'SecRule TX:detection_paranoia_level "@lt 2" "id:1015,phase:1,pass,nolog,skipAfter:END"',
  compile: argument => numeric(argument, readInteger, (value, limit) => value < limit),
};
