import type { Address } from '../core/index.js';

/**
 * The canonical text of an address: dotted decimal, or RFC 5952 (lower case, no leading zeros, the first longest run of
 * two or more zero groups as `::`). Logs, lists and rules all show this form, so that equal addresses are equal text.
 */
export function formatAddress(address: Address): string {
  const { a, b, c, d } = address;
  if (address.family === 4) return `${d >>> 24}.${(d >>> 16) & 255}.${(d >>> 8) & 255}.${d & 255}`;
  const groups = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff, c >>> 16, c & 0xffff, d >>> 16, d & 0xffff];
  let gapStart = -1;
  let gapLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > gapLength) {
      gapStart = i;
      gapLength = length;
    }
    i += length;
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === gapStart) {
      text += '::';
      i += gapLength - 1;
    } else {
      text += i > 0 && !text.endsWith(':') ? `:${groups[i].toString(16)}` : groups[i].toString(16);
    }
  }
  return text;
}
