import type { TransformationSpec } from '../contract.js';
import { left, right } from './white-space.js';

export const trim: TransformationSpec = {
  name: 'trim',
  summary: 'Removes whitespace (space, TAB, LF, VT, FF, CR) from both ends.',
  example: [' \tselect 1\r\n', 'select 1'],
  touches: '\t \xa0',
  apply: bytes => left(right(bytes)),
};
