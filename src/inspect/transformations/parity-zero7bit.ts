import type { TransformationSpec } from '../contract.js';
import { mapBytes } from './bytes.js';

const ZERO = Uint8Array.from({ length: 256 }, (_, code) => code & 0x7f);

export const parityZero7bit: TransformationSpec = {
  name: 'parityZero7bit',
  summary: 'Clears the top bit of each byte.',
  example: ['\xe1bc', 'abc'],
  apply: bytes => mapBytes(bytes, ZERO),
};
