import { isUtf8 } from 'node:buffer';
import { outputBuffer, written } from './bytes.js';

const SHORTEST = 4;
/** From here on, text that is Base64 by chance decodes to bytes that are no text. */
const SURE = 8;
/** Bytes at the beginning that must be printable ASCII, unless all of the text is UTF-8. */
const BEGINNING = 24;
/** From here on, text that is UTF-8 beyond ASCII is none by chance. */
const SURE_UTF8 = 16;

const VALUES = new Int8Array(256).fill(-1);
for (const [index, char] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  VALUES[char.charCodeAt(0)] = index;
}
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;

/** What a whole value that is Base64 (of either alphabet) of readable text says, or null. Stops at the first bad byte. */
export function base64Text(text: string): string | null {
  if (text.length < SHORTEST) return null;
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x3d && text.length - end < 2) end--;
  if (end % 4 === 1) return null;
  // Text that is no Base64 fails within the first letters.
  const output = outputBuffer(end);
  let length = 0;
  let group = 0;
  let needsUtf8 = false;
  for (let at = 0; at < end; at++) {
    const value = VALUES[text.charCodeAt(at) & 0xff];
    if (value < 0) return null;
    group = ((group << 6) | value) & 0xffffff;
    if ((at & 3) === 0) continue;
    const byte = (at & 3) === 1 ? (group >> 4) & 0xff : (at & 3) === 2 ? (group >> 2) & 0xff : group & 0xff;
    if (!isText(byte)) return null;
    if (byte >= 0x80 && length < BEGINNING) {
      if (text.length < SURE_UTF8) return null;
      needsUtf8 = true;
    }
    output[length++] = byte;
  }
  if (needsUtf8 && !isUtf8(output.subarray(0, length))) return null;
  const decoded = written('', output, length);
  return text.length >= SURE || /[;|&`$<>'"(\\]/.test(decoded) ? decoded : null;
}

function isText(byte: number): boolean {
  if (byte === 9 || byte === 10 || byte === 13) return true;
  return byte >= 0x20 && byte !== 0x7f;
}
