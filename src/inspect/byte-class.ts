/** Classes of ASCII bytes as the C locale has them, for char codes. All are false for the NaN of an index past the end. */

/** Space, TAB, LF, VT, FF and CR: C's `isspace`. Not A0, which JavaScript's `\s` and `trim` would take too. */
export function isSpace(code: number): boolean {
  return code === 0x20 || (code <= 0x0d && code >= 0x09);
}

export function isDigit(code: number): boolean {
  return code <= 0x39 && code >= 0x30;
}

export function isOctalDigit(code: number): boolean {
  return code <= 0x37 && code >= 0x30;
}

export function isAlphanumeric(code: number): boolean {
  const folded = code | 0x20;
  return isDigit(code) || (folded <= 0x7a && folded >= 0x61);
}

/** Value of a hexadecimal digit; -1 for any other char, and for the NaN of an index past the end. */
export function hexDigit(code: number): number {
  if (code <= 0x39) return code >= 0x30 ? code - 0x30 : -1;
  const folded = code | 0x20;
  return folded <= 0x66 && folded >= 0x61 ? folded - 0x57 : -1;
}
