import type { Address } from '../core/index.js';

/**
 * Addresses from text. Strict on purpose: a form that two programs read differently (octal `010.0.0.1`, hexadecimal
 * `0x7f.1`, short `127.1`: CVE-2021-28918, CVE-2024-29415) is not an address here, so that no list can be walked past
 * by writing an address in another way.
 */

/** Longest text form: an IPv6 address with an embedded IPv4 address. */
const LONGEST = 45;
const DOT = 0x2e;
const COLON = 0x3a;

/** The eight groups of the IPv6 address being read. Parsing is synchronous, so one is enough. */
const groups = new Uint16Array(8);

/**
 * Reads one address: IPv4 as four decimal numbers without leading zeros, IPv6 in every form of RFC 4291 section 2.2.
 * An IPv4-mapped address (`::ffff:0:0/96`) becomes the IPv4 address. Brackets, ports, zone ids and spaces are refused.
 * @returns null when the text is not exactly one address
 */
export function parseAddress(text: string): Address | null {
  if (text.length < 2 || text.length > LONGEST) return null;
  for (let i = 0; i < 5; i++) {
    const char = text.charCodeAt(i);
    if (char === COLON) return parseIPv6(text);
    if (char === DOT) break;
  }
  const word = parseIPv4(text, 0, text.length);
  return word < 0 ? null : { family: 4, a: 0, b: 0, c: 0, d: word };
}

/**
 * Reads the address of a connection's peer as the kernel gives it. The one difference to `parseAddress`: a zone id
 * (`fe80::1%eth0`, RFC 4007) is taken off a link-local address. Never for text that a client can write.
 * @returns null when it cannot be read (a Unix socket has none)
 */
export function parsePeerAddress(text: string | undefined): Address | null {
  if (text === undefined) return null;
  const percent = text.indexOf('%');
  if (percent < 0) return parseAddress(text);
  const address = percent === text.length - 1 ? null : parseAddress(text.slice(0, percent));
  return address !== null && address.family === 6 && address.a >>> 22 === 0x3fa ? address : null;
}

/** The 32 bits of `text[start, end)` as dotted decimal, or -1. */
function parseIPv4(text: string, start: number, end: number): number {
  let word = 0;
  let parts = 0;
  let i = start;
  while (true) {
    const first = i;
    let octet = 0;
    for (; i < end; i++) {
      const digit = text.charCodeAt(i) - 0x30;
      if (digit < 0 || digit > 9) break;
      // A second digit after a zero is octal to some readers.
      if (i > first && octet === 0) return -1;
      octet = octet * 10 + digit;
      if (octet > 255) return -1;
    }
    if (i === first) return -1;
    word = word * 256 + octet;
    parts++;
    if (parts === 4) return i === end ? word : -1;
    if (i === end || text.charCodeAt(i) !== DOT) return -1;
    i++;
  }
}

function parseIPv6(text: string): Address | null {
  const end = text.length;
  let count = 0;
  /** Number of groups before `::`, or -1. */
  let gap = -1;
  let i = 0;
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON) return null;
    gap = 0;
    i = 2;
  }
  while (i < end) {
    if (count === 8) return null;
    const first = i;
    let group = 0;
    for (; i < end && i - first < 4; i++) {
      const digit = hexDigit(text.charCodeAt(i));
      if (digit < 0) break;
      group = (group << 4) | digit;
    }
    if (i === first) return null;
    if (i < end && text.charCodeAt(i) === DOT) {
      const word = count > 6 ? -1 : parseIPv4(text, first, end);
      if (word < 0) return null;
      groups[count++] = word >>> 16;
      groups[count++] = word & 0xffff;
      break;
    }
    groups[count++] = group;
    if (i === end) break;
    if (text.charCodeAt(i++) !== COLON || i === end) return null;
    if (text.charCodeAt(i) === COLON) {
      if (gap >= 0) return null;
      gap = count;
      i++;
    }
  }
  if (gap < 0) {
    if (count !== 8) return null;
  } else {
    // `::` stands for at least one group (RFC 4291 section 2.2).
    if (count > 7) return null;
    const shift = 8 - count;
    for (let k = count - 1; k >= gap; k--) groups[k + shift] = groups[k];
    for (let k = gap; k < gap + shift; k++) groups[k] = 0;
  }
  const a = join(groups[0], groups[1]);
  const b = join(groups[2], groups[3]);
  const c = join(groups[4], groups[5]);
  const d = join(groups[6], groups[7]);
  if (a === 0 && b === 0 && c === 0xffff) return { family: 4, a: 0, b: 0, c: 0, d };
  return { family: 6, a, b, c, d };
}

function join(high: number, low: number): number {
  return ((high << 16) | low) >>> 0;
}

function hexDigit(char: number): number {
  if (char >= 0x30 && char <= 0x39) return char - 0x30;
  const letter = char | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
