import { lowerAscii } from '../../core/index.js';
import type { TransformationSpec } from '../contract.js';

export const lowercase: TransformationSpec = {
  name: 'lowercase',
  summary: 'Turns A–Z into a–z. Other bytes, those of UTF-8 letters too, stay.',
  example: ['SeLeCt \xc3\x84', 'select \xc3\x84'],
  touches: 'A',
  foldsCaseOnly: true,
  apply: lowerAscii,
};
