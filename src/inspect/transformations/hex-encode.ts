import type { TransformationSpec } from '../contract.js';

export const hexEncode: TransformationSpec = {
  name: 'hexEncode',
  summary: 'Writes each byte as two lower-case hexadecimal digits.',
  example: ['select', '73656c656374'],
  apply: bytes => (bytes.length === 0 ? bytes : Buffer.from(bytes, 'latin1').toString('hex')),
};
