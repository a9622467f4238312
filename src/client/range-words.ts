import { readAddress } from './words.js';

const SLASH = 0x2f;
const DASH = 0x2d;

/**
 * Reads the range that `text[start, end)` is: an address, a CIDR (prefix length in decimal without leading zeros), or two
 * addresses of one family as `first-last` (spaces and tabs around the dash allowed). An IPv4-mapped network becomes the
 * IPv4 one (`::ffff:10.0.0.0/104` is `10.0.0.0/8`); one wider than the mapped space itself (prefix below 96) is refused,
 * because half of it would be IPv4 and half not.
 * @param out takes the first address in words 0–3 and the last in 4–7, both included
 * @returns the family, negative for a CIDR with host bits set (the range is the whole network); 0 when it is none
 */
export function readRange(text: string, start: number, end: number, out: Uint32Array): 0 | 4 | 6 | -4 | -6 {
  let i = start;
  for (; i < end; i++) {
    const char = text.charCodeAt(i);
    if (char === SLASH || char === DASH) break;
  }
  if (i === end) {
    const family = readAddress(text, start, end, out, 0);
    out[4] = out[0];
    out[5] = out[1];
    out[6] = out[2];
    out[7] = out[3];
    return family;
  }
  return text.charCodeAt(i) === SLASH
    ? readCidr(text, start, i, end, out)
    : readFirstLast(text, start, i, end, out);
}

function readCidr(
  text: string,
  start: number,
  slash: number,
  end: number,
  out: Uint32Array,
): 0 | 4 | 6 | -4 | -6 {
  const family = readAddress(text, start, slash, out, 0);
  let prefix = readPrefix(text, slash + 1, end);
  if (family === 0 || prefix < 0) return 0;
  if (family === 4) {
    if (isMapped(text, start, slash)) prefix -= 96;
    if (prefix < 0 || prefix > 32) return 0;
    prefix += 96;
  }
  let masked = false;
  for (let word = 0; word < 4; word++) {
    if (family === 4 && word < 3) {
      out[word + 4] = 0;
      continue;
    }
    const bits = prefix - word * 32;
    const mask = bits <= 0 ? 0 : bits >= 32 ? -1 : -1 << (32 - bits);
    if ((out[word] & ~mask) !== 0) masked = true;
    out[word + 4] = out[word] | ~mask;
    out[word] = out[word] & mask;
  }
  if (family === 4) return masked ? -4 : 4;
  return masked ? -6 : 6;
}

function readFirstLast(text: string, start: number, dash: number, end: number, out: Uint32Array): 0 | 4 | 6 {
  let from = start;
  let to = dash;
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  const family = readAddress(text, from, to, out, 0);
  from = dash + 1;
  to = end;
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  if (family === 0 || readAddress(text, from, to, out, 4) !== family) return 0;
  for (let word = 0; word < 4; word++) {
    if (out[word] < out[word + 4]) return family;
    if (out[word] > out[word + 4]) return 0;
  }
  return family;
}

/** A prefix length from 0 to 128 that fills `text[start, end)`, or -1. */
function readPrefix(text: string, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(start) === 0x30)) return -1;
  let prefix = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    prefix = prefix * 10 + digit;
  }
  return prefix > 128 ? -1 : prefix;
}

/** Whether an IPv4 address was written as an IPv6 one. Bounded: `text` may be a whole file. */
function isMapped(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) === 0x3a) return true;
  return false;
}

function isSpace(char: number): boolean {
  return char === 0x20 || char === 0x09;
}
