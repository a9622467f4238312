import { MASK } from './fields.js';
import type { SecretNames } from './names.js';

const CR = 0x0d;
const LF = 0x0a;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;
const EQUALS = 0x3d;
const COLON = 0x3a;
const AMPERSAND = 0x26;
const LESS = 0x3c;
const GREATER = 0x3e;

/** Letters, digits and what nested field names are written with: `_ - . [ ] % +`. */
const IN_NAME: readonly boolean[] = Array.from({ length: 256 }, (_, code) =>
  /[A-Za-z0-9_.%+[\]-]/.test(String.fromCharCode(code)),
);

/**
 * Masks `name=value`, `"name": value`, `<name>value</name>` and multipart fields with secret names wherever they stand
 * in a text, such as a request body or a rule's `logdata`. It does not parse (rules see text in all states of decoding),
 * so it masks rather too much: an unquoted value ends at `&`, `<` or the end of the line only. Linear in the length.
 */
export function maskFreeText(text: string, names: SecretNames): string {
  let masked = '';
  let copied = 0;
  let i = 0;
  while (i < text.length) {
    if (!IN_NAME[text.charCodeAt(i) & 0xff]) {
      i++;
      continue;
    }
    const nameStart = i;
    while (i < text.length && IN_NAME[text.charCodeAt(i) & 0xff]) i++;
    const value = valueAfter(text, nameStart, i, names);
    if (value === null) continue;
    masked += text.slice(copied, value[0]) + MASK;
    copied = value[1];
    i = value[1];
  }
  return copied === 0 ? text : masked + text.slice(copied);
}

/** From where to where the value of a secret name reaches, or null when the name is not one or has no value. */
function valueAfter(
  text: string,
  nameStart: number,
  nameEnd: number,
  names: SecretNames,
): readonly [number, number] | null {
  // The name's own closing quote, possibly escaped: JSON inside of JSON.
  let i = nameEnd;
  while (isQuoteOrEscape(text.charCodeAt(i))) i++;
  const inTag = text.charCodeAt(nameStart - 1) === LESS;
  i = skipBlanks(text, i);
  const separator = text.charCodeAt(i);
  if (separator !== EQUALS && separator !== COLON && !(inTag && separator === GREATER)) return null;
  const name = text.slice(nameStart, nameEnd);
  if (separator === EQUALS && (name === 'name' || name === 'NAME')) return multipartValue(text, i + 1, names);
  if (!names.has(name)) return null;
  const start = skipBlanks(text, i + 1);
  const end = valueEnd(text, start);
  return end === start ? null : [start, end];
}

/** `name="password"` of a multipart part: the value stands after the empty line. */
function multipartValue(text: string, from: number, names: SecretNames): readonly [number, number] | null {
  let start = from;
  while (isQuoteOrEscape(text.charCodeAt(start))) start++;
  let end = start;
  while (end < text.length && IN_NAME[text.charCodeAt(end) & 0xff]) end++;
  if (end === start || !names.has(text.slice(start, end))) return null;
  const body = emptyLine(text, end);
  if (body < 0) return null;
  const boundary = text.indexOf('\n--', body);
  return [body, boundary < 0 ? text.length : boundary];
}

/** Position after the next empty line, looked for in the headers of one part only (1 KiB), or -1. */
function emptyLine(text: string, from: number): number {
  const end = Math.min(text.length, from + 1024);
  for (let i = from; i < end; i++) {
    if (text.charCodeAt(i) !== LF) continue;
    const next = text.charCodeAt(i + 1) === CR ? i + 2 : i + 1;
    if (text.charCodeAt(next) === LF) return next + 1;
  }
  return -1;
}

function valueEnd(text: string, start: number): number {
  let opening = start;
  while (text.charCodeAt(opening) === BACKSLASH) opening++;
  const quote = text.charCodeAt(opening);
  const quoted = quote === QUOTE || quote === APOSTROPHE;
  const escapes = opening - start;
  for (let i = quoted ? opening + 1 : start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === BACKSLASH && escapes === 0) i++;
      else if (code === quote) return i + 1;
    } else if (code === AMPERSAND || code === LESS || code === LF || code === CR) return i;
  }
  return text.length;
}

function isQuoteOrEscape(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE || code === BACKSLASH;
}

function skipBlanks(text: string, from: number): number {
  let i = from;
  while (text.charCodeAt(i) === 0x20 || text.charCodeAt(i) === 0x09) i++;
  return i;
}
