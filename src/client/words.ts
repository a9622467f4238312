/**
 * Addresses from text into words: what the way of a request and the loading of lists read millions of, so nothing is
 * allocated. Strict on purpose: a form that two programs read differently (octal `010.0.0.1`, hexadecimal `0x7f.1`,
 * short `127.1`: CVE-2021-28918, CVE-2024-29415) is not an address here, so that no list can be walked past by writing
 * an address in another way.
 */

const DOT = 0x2e;
const COLON = 0x3a;

/** Longest text form: an IPv6 address with an embedded IPv4 address. */
const LONGEST = 45;

/** Value of a hexadecimal digit by its code, 255 for everything else. */
const HEX = new Uint8Array(256).fill(255);
for (let i = 0; i < 10; i++) HEX[0x30 + i] = i;
for (let i = 0; i < 6; i++) {
  HEX[0x41 + i] = 10 + i;
  HEX[0x61 + i] = 10 + i;
}

/** The eight groups of the IPv6 address being read. Reading is synchronous, so one is enough. */
const groups = new Uint16Array(8);

/**
 * Reads the address that `text[start, end)` is: IPv4 as four decimal numbers without leading zeros, IPv6 in every form of
 * RFC 4291 section 2.2. An IPv4-mapped address (`::ffff:0:0/96`) becomes the IPv4 address. Brackets, ports, zone ids and
 * spaces are refused.
 * @param out takes the four words at `at`, most significant first; of an IPv4 address the first three are 0
 * @returns the family; 0 when the text is not exactly one address, and `out` is then undefined
 */
export function readAddress(
  text: string,
  start: number,
  end: number,
  out: Uint32Array,
  at: number,
): 0 | 4 | 6 {
  if (end - start < 2 || end - start > LONGEST) return 0;
  for (let i = start; i < start + 5; i++) {
    const char = text.charCodeAt(i);
    if (char === COLON) return readIPv6(text, start, end, out, at);
    if (char === DOT) break;
  }
  if (!readIPv4(text, start, end, out, at + 3)) return 0;
  out[at] = 0;
  out[at + 1] = 0;
  out[at + 2] = 0;
  return 4;
}

/** Reads dotted decimal into one word. */
function readIPv4(text: string, start: number, end: number, out: Uint32Array, at: number): boolean {
  let word = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = start; i < end; i++) {
    const char = text.charCodeAt(i);
    if (char === DOT) {
      if (digits === 0 || dots === 3) return false;
      word = (word << 8) | octet;
      octet = 0;
      digits = 0;
      dots++;
    } else {
      const digit = char - 0x30;
      // A second digit after a zero is octal to some readers.
      if (digit < 0 || digit > 9 || (digits > 0 && octet === 0)) return false;
      octet = octet * 10 + digit;
      if (octet > 255) return false;
      digits++;
    }
  }
  if (digits === 0 || dots !== 3) return false;
  out[at] = (word << 8) | octet;
  return true;
}

function readIPv6(text: string, start: number, end: number, out: Uint32Array, at: number): 0 | 4 | 6 {
  let count = 0;
  /** Number of groups before `::`, or -1. */
  let gap = -1;
  let i = start;
  if (text.charCodeAt(i) === COLON) {
    if (text.charCodeAt(i + 1) !== COLON) return 0;
    gap = 0;
    i += 2;
  }
  while (i < end) {
    if (count === 8) return 0;
    const first = i;
    let group = 0;
    for (; i < end && i - first < 4; i++) {
      const char = text.charCodeAt(i);
      const digit = char < 256 ? HEX[char] : 255;
      if (digit === 255) break;
      group = (group << 4) | digit;
    }
    if (i === first) return 0;
    if (i < end && text.charCodeAt(i) === DOT) {
      if (count > 6 || !readIPv4(text, first, end, out, at)) return 0;
      groups[count++] = out[at] >>> 16;
      groups[count++] = out[at];
      break;
    }
    groups[count++] = group;
    if (i === end) break;
    if (text.charCodeAt(i++) !== COLON || i === end) return 0;
    if (text.charCodeAt(i) === COLON) {
      if (gap >= 0) return 0;
      gap = count;
      i++;
    }
  }
  if (gap < 0) {
    if (count !== 8) return 0;
  } else {
    // `::` stands for at least one group (RFC 4291 section 2.2).
    if (count > 7) return 0;
    const shift = 8 - count;
    for (let k = count - 1; k >= gap; k--) groups[k + shift] = groups[k];
    for (let k = gap; k < gap + shift; k++) groups[k] = 0;
  }
  out[at] = (groups[0] << 16) | groups[1];
  out[at + 1] = (groups[2] << 16) | groups[3];
  out[at + 2] = (groups[4] << 16) | groups[5];
  out[at + 3] = (groups[6] << 16) | groups[7];
  if (out[at] !== 0 || out[at + 1] !== 0 || out[at + 2] !== 0xffff) return 6;
  out[at + 2] = 0;
  return 4;
}
