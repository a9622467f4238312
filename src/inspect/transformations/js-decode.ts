import { isOctalDigit } from '../byte-class.js';
import type { TransformationSpec } from '../contract.js';
import { hexByte, hexWord, narrow, outputBuffer, written } from './bytes.js';
import { CONTROL_ESCAPES } from './escape-seq-decode.js';

const BACKSLASH = 0x5c;

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
    const word = letter === 0x75 ? hexWord(bytes, i + 2) : -1;
    const byte = letter === 0x78 ? hexByte(bytes, i + 2) : -1;
    if (word >= 0) {
      output[length++] = narrow(word);
      i += 6;
    } else if (byte >= 0) {
      output[length++] = byte;
      i += 4;
    } else if (isOctalDigit(letter)) {
      // At most \377: a third digit that would leave the byte is not part of the escape.
      const most = letter <= 0x33 ? 3 : 2;
      let value = 0;
      let digits = 0;
      for (i++; digits < most && isOctalDigit(bytes.charCodeAt(i)); i++, digits++) {
        value = value * 8 + bytes.charCodeAt(i) - 0x30;
      }
      output[length++] = value;
    } else {
      const control = CONTROL_ESCAPES[letter]!;
      output[length++] = control < 0 ? letter : control;
      i += 2;
    }
  }
  return written(bytes.slice(0, first), output, length);
}

export const jsDecode: TransformationSpec = {
  name: 'jsDecode',
  summary:
    'Decodes JavaScript escapes: \\uHHHH (its low byte; a full-width form gives its ASCII twin), \\xHH, \\OOO, \\n and ' +
    'the like. Of others the backslash goes.',
  example: ['\\u0061l\\x65rt\\50 1\\)', 'alert( 1)'],
  touches: '\\',
  apply,
};
