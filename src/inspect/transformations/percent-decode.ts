import { hexByte, hexWord, outputBuffer, written } from './bytes.js';

const PERCENT = 0x25;
const PLUS = 0x2b;

/** Turns the code point of a `%uHHHH` into a byte. */
export type Narrow = (codePoint: number) => number;

/** @param wide what to do with `%uHHHH`; null leaves it as it is */
export function decode(bytes: string, wide: Narrow | null): string {
  let first = 0;
  for (; first < bytes.length; first++) {
    const code = bytes.charCodeAt(first);
    if (code === PERCENT || code === PLUS) break;
  }
  if (first === bytes.length) return bytes;

  const output = outputBuffer(bytes.length - first);
  let length = 0;
  let i = first;
  while (i < bytes.length) {
    const code = bytes.charCodeAt(i);
    if (code === PERCENT) {
      const byte = hexByte(bytes, i + 1);
      if (byte >= 0) {
        output[length++] = byte;
        i += 3;
        continue;
      }
      const word = wide !== null && (bytes.charCodeAt(i + 1) | 0x20) === 0x75 ? hexWord(bytes, i + 2) : -1;
      if (word >= 0) {
        output[length++] = wide!(word);
        i += 6;
        continue;
      }
    }
    output[length++] = code === PLUS ? 0x20 : code;
    i++;
  }
  return written(bytes.slice(0, first), output, length);
}
