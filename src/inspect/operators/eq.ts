import type { OperatorSpec } from '../contract.js';
import { numeric, readInteger } from './numbers.js';

const INT32 = 2 ** 31;

/** As `readInteger`, but beyond 32 bits it is 0: how ModSecurity reads both sides of `@eq`. */
function readInt32(text: string): number {
  const read = readInteger(text);
  return typeof read === 'number' && read >= -INT32 && read < INT32 ? read : 0;
}

export const eq: OperatorSpec = {
  name: 'eq',
  summary: 'The value equals the argument as a number. What is not a number is 0.',
  example: 'SecRule &REQUEST_HEADERS:Host "@eq 0" "id:1011,phase:1,deny"',
  compile: argument => numeric(argument, readInt32, (value, limit) => value === limit),
};
