import { hexDigit, isSpace } from '../byte-class.js';
import type { TransformationSpec } from '../contract.js';
import { narrow, outputBuffer, written } from './bytes.js';

const BACKSLASH = 0x5c;
const MOST_DIGITS = 6;

/** CSS 2.1, section 4.1.3: `\` and one to six hexadecimal digits, which one whitespace may end. */
function apply(bytes: string): string {
  const first = bytes.indexOf('\\');
  if (first < 0) return bytes;
  const output = outputBuffer(bytes.length - first);
  let length = 0;
  let i = first;
  while (i < bytes.length) {
    const code = bytes.charCodeAt(i++);
    if (code !== BACKSLASH) {
      output[length++] = code;
      continue;
    }
    if (i === bytes.length) break; // a lone backslash at the end goes

    let codePoint = 0;
    const start = i;
    while (i < bytes.length && i - start < MOST_DIGITS) {
      const digit = hexDigit(bytes.charCodeAt(i));
      if (digit < 0) break;
      codePoint = codePoint * 16 + digit;
      i++;
    }
    if (i > start) {
      output[length++] = narrow(codePoint);
      if (isSpace(bytes.charCodeAt(i))) i++;
    } else if (bytes.charCodeAt(i) === 0x0a) {
      i++; // an escaped line end continues the line
    } else {
      output[length++] = bytes.charCodeAt(i++);
    }
  }
  return written(bytes.slice(0, first), output, length);
}

export const cssDecode: TransformationSpec = {
  name: 'cssDecode',
  summary:
    'Decodes CSS escapes (\\ and up to six hexadecimal digits; a code point above FF gives its low byte, a ' +
    'full-width form its ASCII twin).',
  example: ['ja\\vasc\\72 ipt', 'javascript'],
  touches: '\\',
  apply,
};
