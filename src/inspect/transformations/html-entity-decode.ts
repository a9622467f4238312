import { lowerAscii } from '../../core/index.js';
import { hexDigit, isAlphanumeric, isDigit } from '../byte-class.js';
import type { TransformationSpec } from '../contract.js';
import { outputBuffer, written } from './bytes.js';

const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const HASH = 0x23;

/** The names that ModSecurity knows, in lower case; they match without regard to case. */
const NAMED: ReadonlyMap<string, number> = new Map([
  ['quot', 0x22],
  ['amp', 0x26],
  ['lt', 0x3c],
  ['gt', 0x3e],
  ['nbsp', 0xa0],
]);
const LONGEST_NAME = 4;

/** Numbers from here on are read as the largest that C's `strtol` returns, whose low byte is FF. */
const LARGEST = 2 ** 63;

function apply(bytes: string): string {
  const reference: Reference = { byte: 0, end: 0 };
  let first = bytes.indexOf('&');
  // Most ampersands are those of query strings.
  while (first >= 0 && !readReference(bytes, first + 1, reference)) first = bytes.indexOf('&', first + 1);
  if (first < 0) return bytes;
  const output = outputBuffer(bytes.length - first);
  let length = 0;
  let i = first;
  while (i < bytes.length) {
    const code = bytes.charCodeAt(i);
    if (code === AMPERSAND && readReference(bytes, i + 1, reference)) {
      output[length++] = reference.byte;
      i = reference.end;
      if (bytes.charCodeAt(i) === SEMICOLON) i++;
    } else {
      output[length++] = code;
      i++;
    }
  }
  return written(bytes.slice(0, first), output, length);
}

interface Reference {
  byte: number;
  /** Where it ends, before the semicolon. */
  end: number;
}

/** Reads what follows an ampersand. The semicolon is optional, as it is for browsers. */
function readReference(bytes: string, start: number, into: Reference): boolean {
  if (bytes.charCodeAt(start) !== HASH) return readNamed(bytes, start, into);
  const hexadecimal = (bytes.charCodeAt(start + 1) | 0x20) === 0x78;
  return hexadecimal ? readNumber(bytes, start + 2, 16, into) : readNumber(bytes, start + 1, 10, into);
}

function readNamed(bytes: string, start: number, into: Reference): boolean {
  let end = start;
  while (end - start <= LONGEST_NAME && isAlphanumeric(bytes.charCodeAt(end))) end++;
  const byte = NAMED.get(lowerAscii(bytes.slice(start, end)));
  if (byte === undefined) return false;
  into.byte = byte;
  into.end = end;
  return true;
}

/** Any number of digits, so that leading zeros hide nothing (CVE-2025-27110); the low byte is what counts. */
function readNumber(bytes: string, start: number, radix: 10 | 16, into: Reference): boolean {
  let size = 0;
  let low = 0;
  let end = start;
  for (; ; end++) {
    const code = bytes.charCodeAt(end);
    const digit = radix === 16 || isDigit(code) ? hexDigit(code) : -1;
    if (digit < 0) break;
    size = size * radix + digit;
    low = (low * radix + digit) & 0xff;
  }
  if (end === start) return false;
  into.byte = size >= LARGEST ? 0xff : low;
  into.end = end;
  return true;
}

export const htmlEntityDecode: TransformationSpec = {
  name: 'htmlEntityDecode',
  summary:
    'Decodes &#DD; &#xHH; (any number of digits; the low byte of what they spell) and &quot; &amp; &lt; &gt; &nbsp;, ' +
    'with or without the semicolon.',
  example: ['&lt;script&#x003E;', '<script>'],
  touches: '&',
  apply,
};
