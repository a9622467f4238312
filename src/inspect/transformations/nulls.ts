import type { TransformationSpec } from '../contract.js';

export const removeNulls: TransformationSpec = {
  name: 'removeNulls',
  summary: 'Removes NUL bytes.',
  example: ['sel\0ect', 'select'],
  touches: '\0',
  apply: bytes => (bytes.indexOf('\0') < 0 ? bytes : bytes.replaceAll('\0', '')),
};

export const replaceNulls: TransformationSpec = {
  name: 'replaceNulls',
  summary: 'Replaces NUL bytes by spaces.',
  example: ['select\x001', 'select 1'],
  touches: '\0',
  apply: bytes => (bytes.indexOf('\0') < 0 ? bytes : bytes.replaceAll('\0', ' ')),
};
