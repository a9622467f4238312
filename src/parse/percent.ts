/** Results up to this size are put together in one buffer that is used again and again. */
const scratch = Buffer.allocUnsafe(4096);

/** Value of a hexadecimal digit's char code, or -1. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

/** The byte that two hexadecimal digits at `index` say, or -1 when they are not two digits. */
export function hexByte(text: string, index: number): number {
  if (index + 1 >= text.length) return -1;
  const high = hexDigit(text.charCodeAt(index));
  const low = hexDigit(text.charCodeAt(index + 1));
  return high < 0 || low < 0 ? -1 : (high << 4) | low;
}

/** Where a decoder notes what it met. */
export interface DecodeNotes {
  /** A `%` without two hexadecimal digits after it. */
  invalid: boolean;
}

/**
 * Decodes percent escapes once. An invalid escape stays as it is, as ModSecurity does.
 * @param text byte string
 * @param plusIsSpace true for application/x-www-form-urlencoded, where `+` is a space
 * @param notes gets `invalid` set when there is an invalid escape; it is never cleared here
 * @returns a byte string; the same string when there is nothing to decode
 */
export function decodePercent(text: string, plusIsSpace: boolean, notes: DecodeNotes): string {
  if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) return text;
  const out = text.length <= scratch.length ? scratch : Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code === 0x25) {
      const byte = hexByte(text, i + 1);
      if (byte < 0) notes.invalid = true;
      else {
        code = byte;
        i += 2;
      }
    } else if (code === 0x2b && plusIsSpace) code = 0x20;
    out[length++] = code;
  }
  return out.toString('latin1', 0, length);
}
