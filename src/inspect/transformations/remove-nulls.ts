import type { TransformationSpec } from '../contract.js';

export const removeNulls: TransformationSpec = {
  name: 'removeNulls',
  summary: 'Removes NUL bytes.',
  example: ['sel\0ect', 'select'],
  touches: '\0',
  apply: bytes => (bytes.indexOf('\0') < 0 ? bytes : bytes.replaceAll('\0', '')),
};
