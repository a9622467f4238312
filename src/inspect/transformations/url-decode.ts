import type { Transformation, TransformationSpec } from '../contract.js';
import { hexByte, hexWord, narrow, outputBuffer, written } from './bytes.js';
import type { UnicodeMap } from './unicode-map.js';

const PERCENT = 0x25;
const PLUS = 0x2b;

/** Turns the code point of a `%uHHHH` into a byte. */
type Narrow = (codePoint: number) => number;

/** @param wide what to do with `%uHHHH`; null leaves it as it is */
function decode(bytes: string, wide: Narrow | null): string {
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

export const urlDecode: TransformationSpec = {
  name: 'urlDecode',
  summary: 'Decodes %HH and + (a space). What is not a valid escape stays.',
  example: ['union+select%201%zz', 'union select 1%zz'],
  touches: '%+',
  apply: bytes => decode(bytes, null),
};

/**
 * `urlDecode` that knows the `%uHHHH` of IIS as well. Such an escape gives one byte: that of the map when there is one
 * and it has an entry, else the low byte of the code point, or the ASCII twin of a full-width form (U+FF01–U+FF5E).
 *
 * @param map best-fit bytes of a code page (`SecUnicodeMapFile`); without one the rule above is all
 */
export function urlDecodeUniWith(map: UnicodeMap | null): Transformation {
  const wide: Narrow =
    map === null
      ? narrow
      : codePoint => {
          const byte = map[codePoint]!;
          return byte < 0 ? narrow(codePoint) : byte;
        };
  return bytes => decode(bytes, wide);
}

export const urlDecodeUni: TransformationSpec = {
  name: 'urlDecodeUni',
  summary: 'Decodes %HH, + (a space) and the %uHHHH of IIS, which gives one byte.',
  example: ['%u0073elec%74+%uff11', 'select 1'],
  touches: '%+',
  apply: urlDecodeUniWith(null),
};
