import type { OperatorSpec } from '../contract.js';
import { numeric, readInteger } from './numbers.js';

export const le: OperatorSpec = {
  name: 'le',
  summary: 'The value is less than or equal to the argument as a number. What is not a number is 0.',
  example: 'SecRule ARGS:count "@le 0" "id:1014,phase:2,deny"',
  compile: argument => numeric(argument, readInteger, (value, limit) => value <= limit),
};
