/**
 * Folds A–Z to a–z and nothing else: `toLowerCase` would turn the byte C3 of a UTF-8 sequence into E3.
 * Returns the same string when there is nothing to fold.
 */
export function lowerAscii(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 90 && code >= 65) return text.slice(0, i) + foldFrom(text, i);
  }
  return text;
}

function foldFrom(text: string, from: number): string {
  const rest = text.slice(from);
  // Above U+007F toLowerCase would fold too much; below it is native code.
  for (let i = 0; i < rest.length; i++) {
    if (rest.charCodeAt(i) > 127) return rest.replace(/[A-Z]+/g, letters => letters.toLowerCase());
  }
  return rest.toLowerCase();
}

/** True when both are equal without regard to ASCII case. */
export function equalsAscii(left: string, right: string): boolean {
  return left.length === right.length && (left === right || lowerAscii(left) === lowerAscii(right));
}
