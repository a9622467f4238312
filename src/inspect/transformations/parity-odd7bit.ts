import type { TransformationSpec } from '../contract.js';
import { mapBytes } from './bytes.js';
import { isOdd } from './parity.js';

const ODD = Uint8Array.from({ length: 256 }, (_, code) => (isOdd(code) ? code & 0x7f : code | 0x80));

export const parityOdd7bit: TransformationSpec = {
  name: 'parityOdd7bit',
  summary: 'Sets the top bit of each byte that has an even number of ones, clears it in the others.',
  example: ['abc', 'ab\xe3'],
  apply: bytes => mapBytes(bytes, ODD),
};
