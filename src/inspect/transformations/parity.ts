import type { TransformationSpec } from '../contract.js';
import { mapBytes } from './bytes.js';

function isOdd(code: number): boolean {
  let ones = 0;
  for (let bits = code; bits > 0; bits >>= 1) ones += bits & 1;
  return ones % 2 === 1;
}

// As in ModSecurity the parity is counted over all eight bits that came in, the parity bit included.
const EVEN = Uint8Array.from({ length: 256 }, (_, code) => (isOdd(code) ? code | 0x80 : code & 0x7f));
const ODD = Uint8Array.from({ length: 256 }, (_, code) => (isOdd(code) ? code & 0x7f : code | 0x80));
const ZERO = Uint8Array.from({ length: 256 }, (_, code) => code & 0x7f);

export const parityEven7bit: TransformationSpec = {
  name: 'parityEven7bit',
  summary: 'Sets the top bit of each byte that has an odd number of ones, clears it in the others.',
  example: ['abc', '\xe1\xe2c'],
  apply: bytes => mapBytes(bytes, EVEN),
};

export const parityOdd7bit: TransformationSpec = {
  name: 'parityOdd7bit',
  summary: 'Sets the top bit of each byte that has an even number of ones, clears it in the others.',
  example: ['abc', 'ab\xe3'],
  apply: bytes => mapBytes(bytes, ODD),
};

export const parityZero7bit: TransformationSpec = {
  name: 'parityZero7bit',
  summary: 'Clears the top bit of each byte.',
  example: ['\xe1bc', 'abc'],
  apply: bytes => mapBytes(bytes, ZERO),
};
