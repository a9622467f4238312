import type { OperatorSpec } from '../contract.js';
import { numeric, readInteger } from './numbers.js';

export const gt: OperatorSpec = {
  name: 'gt',
  summary: 'The value is greater than the argument as a number. What is not a number is 0.',
  example: 'SecRule &ARGS "@gt 255" "id:1013,phase:2,deny"',
  compile: argument => numeric(argument, readInteger, (value, limit) => value > limit),
};
