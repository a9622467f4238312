import type { TransformationSpec } from '../contract.js';
import { outputBuffer, written } from './bytes.js';

const EQUALS = 0x3d;

/** Value of each Base64 letter (RFC 4648, section 4), -1 for the rest. */
export const BASE64_VALUE = new Int8Array(256).fill(-1);
for (const [value, letter] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  BASE64_VALUE[letter.charCodeAt(0)] = value;
}

/**
 * Strict Base64: what ModSecurity's decoder (that of Mbed TLS) makes of it. Line ends are allowed, and spaces before
 * them; any other byte outside the alphabet, more than two `=` or a letter after `=` give the empty string. The input ends
 * at its first NUL, and letters that do not fill a group of four are left out.
 */
function decode(bytes: string): string {
  if (bytes.length === 0) return bytes;
  const nul = bytes.indexOf('\0');
  const end = nul < 0 ? bytes.length : nul;
  if (!isBase64(bytes, end)) return '';

  const output = outputBuffer(end);
  let length = 0;
  let group = 0;
  let digits = 0;
  let missing = 0;
  for (let i = 0; i < end; i++) {
    const code = bytes.charCodeAt(i);
    if (code === EQUALS) missing++;
    const value = code === EQUALS ? 0 : BASE64_VALUE[code]!;
    if (value < 0) continue;
    group = ((group << 6) | value) & 0xffffff;
    if (++digits < 4) continue;
    digits = 0;
    output[length++] = group >> 16;
    if (missing < 2) output[length++] = (group >> 8) & 0xff;
    if (missing < 1) output[length++] = group & 0xff;
  }
  return written('', output, length);
}

function isBase64(bytes: string, end: number): boolean {
  let padding = 0;
  for (let i = 0; i < end; i++) {
    const spaces = i;
    while (i < end && bytes.charCodeAt(i) === 0x20) i++;
    if (i === end) break;
    const code = bytes.charCodeAt(i);
    if (code === 0x0a || (code === 0x0d && i + 1 < end && bytes.charCodeAt(i + 1) === 0x0a)) continue;
    if (i > spaces) return false;
    if (code === EQUALS) {
      if (++padding > 2) return false;
    } else if (padding > 0 || BASE64_VALUE[code]! < 0) {
      return false;
    }
  }
  return true;
}

export const base64Decode: TransformationSpec = {
  name: 'base64Decode',
  summary: 'Decodes Base64. Text that is not Base64 becomes the empty string.',
  example: ['c2VsZWN0IDE=', 'select 1'],
  apply: decode,
};
