import type { TransformationSpec } from '../contract.js';
import { decode } from './percent-decode.js';

export const urlDecode: TransformationSpec = {
  name: 'urlDecode',
  summary: 'Decodes %HH and + (a space). What is not a valid escape stays.',
  example: ['union+select%201%zz', 'union select 1%zz'],
  touches: '%+',
  apply: bytes => decode(bytes, null),
};
