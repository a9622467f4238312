import type { TransformationSpec } from '../contract.js';

export const length: TransformationSpec = {
  name: 'length',
  summary: 'The number of bytes, in decimal digits.',
  example: ['select', '6'],
  apply: bytes => String(bytes.length),
};
