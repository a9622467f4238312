import { isOctalDigit } from '../byte-class.js';
import type { TransformationSpec } from '../contract.js';
import { hexByte, outputBuffer, written } from './bytes.js';

const BACKSLASH = 0x5c;

/** What each letter stands for after a backslash in ANSI C; -1 for the rest. Also used for JavaScript. */
export const CONTROL_ESCAPES = new Int16Array(256).fill(-1);
for (const [letter, code] of Object.entries({ a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 })) {
  CONTROL_ESCAPES[letter.charCodeAt(0)] = code;
}

function apply(bytes: string): string {
  const first = bytes.indexOf('\\');
  // A backslash that is the last byte escapes nothing and stays.
  if (first < 0 || first === bytes.length - 1) return bytes;
  const output = outputBuffer(bytes.length - first);
  let length = 0;
  let i = first;
  while (i < bytes.length) {
    const code = bytes.charCodeAt(i);
    if (code !== BACKSLASH || i + 1 === bytes.length) {
      output[length++] = code;
      i++;
      continue;
    }
    const letter = bytes.charCodeAt(i + 1);
    const control = CONTROL_ESCAPES[letter]!;
    const byte = (letter | 0x20) === 0x78 ? hexByte(bytes, i + 2) : -1;
    if (control >= 0) {
      output[length++] = control;
      i += 2;
    } else if (byte >= 0) {
      output[length++] = byte;
      i += 4;
    } else if (isOctalDigit(letter)) {
      let value = 0;
      const end = Math.min(i + 4, bytes.length);
      for (i++; i < end && isOctalDigit(bytes.charCodeAt(i)); i++) {
        value = value * 8 + bytes.charCodeAt(i) - 0x30;
      }
      output[length++] = value & 0xff;
    } else {
      output[length++] = letter; // not an escape: only the backslash goes
      i += 2;
    }
  }
  return written(bytes.slice(0, first), output, length);
}

export const escapeSeqDecode: TransformationSpec = {
  name: 'escapeSeqDecode',
  summary:
    'Decodes ANSI C escapes: \\a \\b \\f \\n \\r \\t \\v \\\\ \\? \\\' \\" \\xHH \\OOO. Of others the backslash goes.',
  example: ['c\\141t\\x20/etc/passw\\d', 'cat /etc/passwd'],
  touches: '\\',
  apply,
};
