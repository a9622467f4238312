import { hexDigit } from '../byte-class.js';

/** What the transformations share: reading hexadecimal digits, and an output buffer. */

/** The byte that two hexadecimal digits at `at` spell, or -1 when two are not there. */
export function hexByte(bytes: string, at: number): number {
  const high = hexDigit(bytes.charCodeAt(at));
  if (high < 0) return -1;
  const low = hexDigit(bytes.charCodeAt(at + 1));
  return low < 0 ? -1 : (high << 4) | low;
}

/** The number that four hexadecimal digits at `at` spell, or -1 when four are not there. */
export function hexWord(bytes: string, at: number): number {
  const high = hexByte(bytes, at);
  if (high < 0) return -1;
  const low = hexByte(bytes, at + 2);
  return low < 0 ? -1 : (high << 8) | low;
}

/**
 * The byte that stands for a code point where only bytes fit: the ASCII twin of the full-width forms U+FF01–U+FF5E,
 * else the low byte.
 */
export function narrow(codePoint: number): number {
  const low = codePoint & 0xff;
  return codePoint >> 8 === 0xff && low > 0 && low < 0x5f ? low + 0x20 : low;
}

const SHARED_SIZE = 64 * 1024;
const shared = Buffer.allocUnsafeSlow(SHARED_SIZE);

/**
 * A buffer of at least `size` bytes to write output into. Up to 64 KiB it is always the same one: read what was
 * written (`written`) before anything else asks for it. What it holds beforehand is of no meaning.
 */
export function outputBuffer(size: number): Buffer {
  return size <= SHARED_SIZE ? shared : Buffer.allocUnsafe(size);
}

/** `prefix` and the first `length` bytes of an output buffer. */
export function written(prefix: string, output: Buffer, length: number): string {
  const rest = output.toString('latin1', 0, length);
  return prefix.length === 0 ? rest : prefix + rest;
}

/** Replaces every byte by its entry in a table of 256. */
export function mapBytes(bytes: string, table: Uint8Array): string {
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    if (table[code] !== code) return mapFrom(bytes, i, table);
  }
  return bytes;
}

function mapFrom(bytes: string, first: number, table: Uint8Array): string {
  const output = outputBuffer(bytes.length - first);
  for (let i = first; i < bytes.length; i++) output[i - first] = table[bytes.charCodeAt(i)]!;
  return written(bytes.slice(0, first), output, bytes.length - first);
}

/** Leaves out every byte whose entry in a table of 256 is not 0. */
export function dropBytes(bytes: string, dropped: Uint8Array): string {
  for (let i = 0; i < bytes.length; i++) {
    if (dropped[bytes.charCodeAt(i)] !== 0) return dropFrom(bytes, i, dropped);
  }
  return bytes;
}

function dropFrom(bytes: string, first: number, dropped: Uint8Array): string {
  const output = outputBuffer(bytes.length - first);
  let length = 0;
  for (let i = first + 1; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    if (dropped[code] === 0) output[length++] = code;
  }
  return written(bytes.slice(0, first), output, length);
}
