import { hexDigit, isDigit } from '../byte-class.js';

/** Lead of the IPv6 form of an IPv4 address (RFC 4291, section 2.5.5.2). */
const V4_MAPPED = '\0\0\0\0\0\0\0\0\0\0\xff\xff';

/**
 * Reads an address strictly: four decimal numbers without leading zeros, or the IPv6 forms of RFC 4291, section 2.2,
 * without zone. An IPv4-mapped address is read as the IPv4 address, which is how client addresses are written here.
 *
 * @returns 4 or 16 bytes in network order, so that two addresses of a family compare as strings do; null when it is not one
 */
export function parseAddress(text: string): string | null {
  if (text.length > 45) return null;
  if (text.indexOf(':') < 0) return parseV4(text, 0);
  const bytes = parseV6(text);
  return bytes?.startsWith(V4_MAPPED) ? bytes.slice(12) : bytes;
}

function parseV4(text: string, from: number): string | null {
  let bytes = '';
  let i = from;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text.charCodeAt(i++) !== 0x2e) return null;
    const start = i;
    let value = 0;
    for (; i - start < 3 && isDigit(text.charCodeAt(i)); i++) value = value * 10 + text.charCodeAt(i) - 0x30;
    const digits = i - start;
    if (digits === 0 || value > 255 || (digits > 1 && text.charCodeAt(start) === 0x30)) return null;
    bytes += String.fromCharCode(value);
  }
  return i === text.length ? bytes : null;
}

function parseV6(text: string): string | null {
  let before = '';
  /** What follows `::`, null until it was seen. */
  let after: string | null = null;
  let i = 0;
  if (text.startsWith('::')) {
    after = '';
    i = 2;
  }
  while (i < text.length) {
    const start = i;
    let value = 0;
    for (let digit = hexDigit(text.charCodeAt(i)); digit >= 0; digit = hexDigit(text.charCodeAt(++i))) {
      value = value * 16 + digit;
      if (i - start === 4) return null;
    }
    let group: string;
    if (text.charCodeAt(i) === 0x2e) {
      const tail = parseV4(text, start);
      if (tail === null) return null;
      group = tail;
      i = text.length;
    } else {
      if (i === start) return null;
      group = String.fromCharCode(value >> 8, value & 0xff);
    }
    if (after === null) before += group;
    else after += group;
    if (i === text.length) break;

    if (text.charCodeAt(i++) !== 0x3a) return null;
    if (text.charCodeAt(i) === 0x3a) {
      if (after !== null) return null;
      after = '';
      i++;
    } else if (i === text.length) {
      return null;
    }
  }
  if (after === null) return before.length === 16 ? before : null;
  const missing = 16 - before.length - after.length;
  return missing >= 2 ? before + '\0'.repeat(missing) + after : null;
}

interface Range {
  readonly low: string;
  readonly high: string;
}

/** `address` or `address/prefix length` as a range of addresses, null when it is neither. Host bits may be set. */
function parseRange(text: string): Range | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  if (slash < 0) return { low: address, high: address };
  const digits = text.slice(slash + 1);
  if (!/^(0|[1-9][0-9]{0,2})$/.test(digits)) return null;
  // The prefix of a mapped address counts the 96 bits before the IPv4 address too.
  const mapped = address.length === 4 && text.indexOf(':') >= 0;
  const prefix = Number(digits) - (mapped ? 96 : 0);
  if (prefix < 0 || prefix > address.length * 8) return null;
  return { low: masked(address, prefix, 0), high: masked(address, prefix, 0xff) };
}

function masked(address: string, prefix: number, fill: number): string {
  let out = '';
  for (let i = 0; i < address.length; i++) {
    const kept = Math.min(8, Math.max(0, prefix - i * 8));
    const mask = (0xff << (8 - kept)) & 0xff;
    out += String.fromCharCode((address.charCodeAt(i) & mask) | (fill & ~mask));
  }
  return out;
}

/** A set of addresses: sorted ranges without overlap, one list for each family. */
export class AddressRanges {
  readonly #v4: readonly Range[];
  readonly #v6: readonly Range[];

  /**
   * @param entries addresses and CIDR ranges
   * @param onBad is told of an entry that cannot be read; it is expected to throw
   */
  constructor(entries: readonly string[], onBad: (entry: string) => never) {
    const ranges = entries.map(entry => parseRange(entry) ?? onBad(entry));
    this.#v4 = merge(ranges.filter(range => range.low.length === 4));
    this.#v6 = merge(ranges.filter(range => range.low.length === 16));
  }

  /** False for what is not an address. */
  contains(text: string): boolean {
    const address = parseAddress(text);
    if (address === null) return false;
    const ranges = address.length === 4 ? this.#v4 : this.#v6;
    let from = 0;
    let to = ranges.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (ranges[middle]!.low <= address) from = middle + 1;
      else to = middle;
    }
    return from > 0 && address <= ranges[from - 1]!.high;
  }
}

function merge(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((left, right) =>
    left.low < right.low ? -1 : left.low > right.low ? 1 : 0,
  );
  const merged: Range[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last === undefined || range.low > last.high) merged.push(range);
    else if (range.high > last.high) merged[merged.length - 1] = { low: last.low, high: range.high };
  }
  return merged;
}
