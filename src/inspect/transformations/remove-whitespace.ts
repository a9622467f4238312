import { isSpace } from '../byte-class.js';
import type { TransformationSpec } from '../contract.js';
import { dropBytes } from './bytes.js';

// A no-break space is A0 in Latin-1 and C2 A0 in UTF-8: like ModSecurity, each of the two bytes by itself.
const DROPPED = Uint8Array.from({ length: 256 }, (_, code) =>
  isSpace(code) || code === 0xa0 || code === 0xc2 ? 1 : 0,
);

export const removeWhitespace: TransformationSpec = {
  name: 'removeWhitespace',
  summary: 'Removes space, TAB, LF, VT, FF, CR and the bytes of a no-break space (A0, C2).',
  example: ['j a\tv\na', 'java'],
  touches: '\t \xa0',
  apply: bytes => dropBytes(bytes, DROPPED),
};
