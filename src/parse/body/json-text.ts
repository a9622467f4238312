import { hexDigit } from '../percent.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What the one-letter escapes of RFC 8259 section 7 stand for. */
const ESCAPES = new Map<number, number>([
  [0x22, 0x22],
  [0x5c, 0x5c],
  [0x2f, 0x2f],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/** A string read from JSON text: its decoded bytes, and the index after its closing quote. */
export interface JsonString {
  readonly value: string;
  readonly next: number;
}

/**
 * Reads the string whose opening quote is at `start`. `\u` escapes become UTF-8 bytes, surrogate pairs one sequence,
 * a lone surrogate the three bytes of its own code (as WTF-8 does): no byte of it is lost to rules.
 * @returns null when it is no valid string (no end, control byte, unknown escape)
 */
export function readJsonString(text: string, start: number): JsonString | null {
  let escaped = false;
  let i = start + 1;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      const raw = text.slice(start + 1, i);
      const value = escaped ? unescapeJson(raw) : raw;
      return value === null ? null : { value, next: i + 1 };
    }
    if (code < 0x20) return null;
    if (code === BACKSLASH) {
      escaped = true;
      i++;
    }
  }
  return null;
}

function unescapeJson(raw: string): string | null {
  // No escape is longer decoded than written.
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  for (let i = 0; i < raw.length; i++) {
    let code = raw.charCodeAt(i);
    if (code === BACKSLASH) {
      const letter = raw.charCodeAt(++i);
      if (letter === 0x75) {
        code = hexUnit(raw, i + 1);
        if (code < 0) return null;
        i += 4;
        if (code >= 0xd800 && code <= 0xdbff && raw.startsWith('\\u', i + 1)) {
          const low = hexUnit(raw, i + 3);
          if (low >= 0xdc00 && low <= 0xdfff) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            i += 6;
          }
        }
        length = writeUtf8(out, length, code);
        continue;
      }
      const byte = ESCAPES.get(letter);
      if (byte === undefined) return null;
      code = byte;
    }
    out[length++] = code;
  }
  return out.toString('latin1', 0, length);
}

/** Four hexadecimal digits as a number, or -1. */
function hexUnit(text: string, index: number): number {
  if (index + 4 > text.length) return -1;
  let unit = 0;
  for (let i = index; i < index + 4; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit < 0) return -1;
    unit = (unit << 4) | digit;
  }
  return unit;
}

/** Writes a code point, surrogates too. @returns the index after it */
function writeUtf8(out: Buffer, index: number, code: number): number {
  let at = index;
  if (code < 0x80) out[at++] = code;
  else {
    if (code < 0x800) out[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) out[at++] = 0xe0 | (code >> 12);
      else {
        out[at++] = 0xf0 | (code >> 18);
        out[at++] = 0x80 | ((code >> 12) & 63);
      }
      out[at++] = 0x80 | ((code >> 6) & 63);
    }
    out[at++] = 0x80 | (code & 63);
  }
  return at;
}

/**
 * The index after the number, `true`, `false` or `null` at `start` (RFC 8259 sections 3 and 6), or -1 when there is none.
 */
export function jsonLiteralEnd(text: string, start: number): number {
  for (const word of ['true', 'false', 'null']) {
    if (text.startsWith(word, start)) return start + word.length;
  }
  let i = start;
  if (text.charCodeAt(i) === 0x2d) i++;
  const whole = digitsEnd(text, i);
  if (whole === i || (text.charCodeAt(i) === 0x30 && whole > i + 1)) return -1;
  i = whole;
  if (text.charCodeAt(i) === 0x2e) {
    const end = digitsEnd(text, i + 1);
    if (end === i + 1) return -1;
    i = end;
  }
  if ((text.charCodeAt(i) | 32) === 0x65) {
    i++;
    const sign = text.charCodeAt(i);
    if (sign === 0x2b || sign === 0x2d) i++;
    const end = digitsEnd(text, i);
    if (end === i) return -1;
    i = end;
  }
  return i;
}

function digitsEnd(text: string, start: number): number {
  let i = start;
  while (text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i++;
  return i;
}
