import type { TransformationSpec } from '../contract.js';
import { mapBytes } from './bytes.js';
import { isOdd } from './parity.js';

// As in ModSecurity the parity is counted over all eight bits that came in, the parity bit included.
const EVEN = Uint8Array.from({ length: 256 }, (_, code) => (isOdd(code) ? code | 0x80 : code & 0x7f));

export const parityEven7bit: TransformationSpec = {
  name: 'parityEven7bit',
  summary: 'Sets the top bit of each byte that has an odd number of ones, clears it in the others.',
  example: ['abc', '\xe1\xe2c'],
  apply: bytes => mapBytes(bytes, EVEN),
};
