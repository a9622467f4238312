import type { TransformationSpec } from '../contract.js';

export const base64Encode: TransformationSpec = {
  name: 'base64Encode',
  summary: 'Encodes as Base64, padded, on one line (RFC 4648, section 4).',
  example: ['select 1', 'c2VsZWN0IDE='],
  apply: bytes => (bytes.length === 0 ? bytes : Buffer.from(bytes, 'latin1').toString('base64')),
};
