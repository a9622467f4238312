import type { Address } from '../core/index.js';
import { parseAddress } from './address.js';

/** All addresses from `from` to `to`, both included and of one family. */
export interface AddressRange {
  readonly from: Address;
  readonly to: Address;
  /** True when a CIDR was written with host bits set (`10.0.0.5/8`): the range is the whole network. */
  readonly masked: boolean;
}

/**
 * Reads `address/prefix`, or an address alone as a range of one. The prefix length is decimal without leading zeros.
 * An IPv4-mapped network becomes the IPv4 one (`::ffff:10.0.0.0/104` is `10.0.0.0/8`); one that is wider than the
 * mapped space itself (prefix below 96) is refused, because half of it would be IPv4 and half not.
 * @returns null when the text is neither
 */
export function parseCidr(text: string): AddressRange | null {
  const slash = text.indexOf('/');
  if (slash < 0) {
    const address = parseAddress(text);
    return address === null ? null : { from: address, to: address, masked: false };
  }
  const address = parseAddress(text.slice(0, slash));
  let prefix = parsePrefix(text, slash + 1);
  if (address === null || prefix < 0) return null;
  if (address.family === 4) {
    const colon = text.indexOf(':');
    if (colon >= 0) prefix -= 96;
    if (prefix < 0 || prefix > 32) return null;
    prefix += 96;
  }
  return network(address, prefix);
}

/**
 * Reads a CIDR, an address, or two addresses of one family as `first-last` (spaces around the dash allowed).
 * @returns null when it is none of them, or when the last address comes before the first
 */
export function parseRange(text: string): AddressRange | null {
  const dash = text.indexOf('-');
  if (dash < 0) return parseCidr(text);
  const from = parseAddress(stripSpaces(text.slice(0, dash)));
  const to = parseAddress(stripSpaces(text.slice(dash + 1)));
  if (from === null || to === null || from.family !== to.family || compareAddresses(from, to) > 0)
    return null;
  return { from, to, masked: false };
}

/** Negative, zero or positive as `x` stands before, at or after `y`. The family is not looked at. */
export function compareAddresses(x: Address, y: Address): number {
  return x.a - y.a || x.b - y.b || x.c - y.c || x.d - y.d;
}

/** The range of `prefix` leading bits (of 128; an IPv4 address stands in the last 32). */
function network(address: Address, prefix: number): AddressRange {
  const { family, a, b, c, d } = address;
  const ma = wordMask(prefix);
  const mb = wordMask(prefix - 32);
  const mc = wordMask(prefix - 64);
  const md = wordMask(prefix - 96);
  const from: Address = {
    family,
    a: (a & ma) >>> 0,
    b: (b & mb) >>> 0,
    c: (c & mc) >>> 0,
    d: (d & md) >>> 0,
  };
  const to: Address =
    family === 4
      ? { family, a: 0, b: 0, c: 0, d: (d | ~md) >>> 0 }
      : {
          family,
          a: (a | ~ma) >>> 0,
          b: (b | ~mb) >>> 0,
          c: (c | ~mc) >>> 0,
          d: (d | ~md) >>> 0,
        };
  return { from, to, masked: compareAddresses(from, address) !== 0 };
}

/** Mask of one 32-bit word of which the first `bits` count. */
function wordMask(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffffffff : (0xffffffff << (32 - bits)) >>> 0;
}

/** A prefix length from 0 to 128 that fills the rest of `text`, or -1. */
function parsePrefix(text: string, start: number): number {
  const length = text.length - start;
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(start) === 0x30)) return -1;
  let prefix = 0;
  for (let i = start; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    prefix = prefix * 10 + digit;
  }
  return prefix > 128 ? -1 : prefix;
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
