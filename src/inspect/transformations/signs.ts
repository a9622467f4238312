import type { UnicodeMap } from './unicode-map.js';

/** Code points beside the full-width forms that Windows' best fit writes as a sign of ASCII (bestfit1252, Unicode.org). */
const SIGN_OF: Readonly<Record<string, readonly number[]>> = {
  '/': [0x2044, 0x2215],
  '\\': [0x2216],
  "'": [0x02b9, 0x02bc, 0x02c8, 0x2032, 0x2018, 0x2019, 0x201b],
  '"': [0x02ba, 0x2033, 0x201c, 0x201d, 0x301e],
  '<': [0x2039, 0x2329, 0x3008],
  '>': [0x203a, 0x232a, 0x3009],
  '.': [0x2024],
  '-': [0x2010, 0x2011, 0x2212],
};

/** For `urlDecodeUniWith`: bytes of those code points, -1 for all others. */
export const SIGNS: UnicodeMap = new Int16Array(0x10000).fill(-1);
for (const [sign, points] of Object.entries(SIGN_OF))
  for (const point of points) SIGNS[point] = sign.charCodeAt(0);
