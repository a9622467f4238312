import type { Transformation, TransformationSpec } from '../contract.js';
import { narrow } from './bytes.js';
import { decode, type Narrow } from './percent-decode.js';
import type { UnicodeMap } from './unicode-map.js';

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
