import type { Address } from '../core/index.js';
import { readRange } from './range-words.js';

/** All addresses from `from` to `to`, both included and of one family. */
export interface AddressRange {
  readonly from: Address;
  readonly to: Address;
  /** True when a CIDR was written with host bits set (`10.0.0.5/8`): the range is the whole network. */
  readonly masked: boolean;
}

const words = new Uint32Array(8);

/**
 * Reads a CIDR, an address (a range of one), or two addresses of one family as `first-last`, as `readRange` does.
 * @returns null when it is none of them, or when the last address comes before the first
 */
export function parseRange(text: string): AddressRange | null {
  const found = readRange(text, 0, text.length, words);
  if (found === 0) return null;
  const family = found === 4 || found === -4 ? 4 : 6;
  return {
    from: { family, a: words[0], b: words[1], c: words[2], d: words[3] },
    to: { family, a: words[4], b: words[5], c: words[6], d: words[7] },
    masked: found < 0,
  };
}

/** The same without `first-last`. */
export function parseCidr(text: string): AddressRange | null {
  return text.includes('-') ? null : parseRange(text);
}

/** Negative, zero or positive as `x` stands before, at or after `y`. The family is not looked at. */
export function compareAddresses(x: Address, y: Address): number {
  return x.a - y.a || x.b - y.b || x.c - y.c || x.d - y.d;
}

/** Spaces and tabs only: `trim()` would also take characters that are bytes of something else. */
export function stripSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isSpace(char: number): boolean {
  return char === 0x20 || char === 0x09;
}
