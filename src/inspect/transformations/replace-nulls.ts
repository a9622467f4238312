import type { TransformationSpec } from '../contract.js';

export const replaceNulls: TransformationSpec = {
  name: 'replaceNulls',
  summary: 'Replaces NUL bytes by spaces.',
  example: ['select\x001', 'select 1'],
  touches: '\0',
  apply: bytes => (bytes.indexOf('\0') < 0 ? bytes : bytes.replaceAll('\0', ' ')),
};
