import { PatternError } from './ast.js';
import { type ByteSet, DIGIT, HORIZONTAL_SPACE, SPACE, VERTICAL_SPACE, WORD } from './byte-set.js';
import { isDigit, isHex, isLetter, isOctal, type Reader } from './reader.js';

const CONTROL_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['e', 0x1b],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
]);

const TYPES: ReadonlyMap<string, ByteSet> = new Map([
  ['d', DIGIT],
  ['w', WORD],
  ['s', SPACE],
  ['h', HORIZONTAL_SPACE],
  ['v', VERTICAL_SPACE],
]);

/** `\d \w \s \h \v` and their negations, or null when `letter` is none of them. */
export function typeEscape(letter: string): ByteSet | null {
  const lower = letter.toLowerCase();
  const set = TYPES.get(lower);
  if (set === undefined) return null;
  return letter === lower ? set : set.complement();
}

/**
 * The byte of an escape that stands for one byte, inside and outside classes. The cursor is after the letter.
 * @param start offset of the backslash
 * @throws PatternError for an escape that PCRE does not know, or that is refused here
 */
export function byteEscape(reader: Reader, letter: string, start: number): number {
  const control = CONTROL_ESCAPES.get(letter);
  if (control !== undefined) return control;
  if (letter === 'x') return hexEscape(reader, start);
  if (letter === 'o') return bracedNumber(reader, start, 8, isOctal);
  if (letter === 'c') return controlEscape(reader, start);
  if (isOctal(letter)) {
    const digits = letter + reader.takeWhile(isOctal, 2);
    return byteValue(Number.parseInt(digits, 8), start);
  }
  if (!isLetter(letter) && !isDigit(letter)) return letter.charCodeAt(0);
  throw unknownEscape(letter, start);
}

function hexEscape(reader: Reader, start: number): number {
  if (reader.peek() === '{') return bracedNumber(reader, start, 16, isHex);
  const digits = reader.takeWhile(isHex, 2);
  return digits === '' ? 0 : Number.parseInt(digits, 16);
}

function bracedNumber(reader: Reader, start: number, base: number, belongs: (c: string) => boolean): number {
  const form = base === 16 ? '\\x{..}' : '\\o{..}';
  if (!reader.take('{'))
    throw new PatternError(start, '\\o without a brace', 'write the octal number as \\o{..}');
  const digits = reader.takeUntil('}', start, `a ${form} escape`);
  if (digits === '' || ![...digits].every(belongs)) {
    throw new PatternError(
      start,
      `"${digits}" in a ${form} escape`,
      `write ${base === 16 ? 'hexadecimal' : 'octal'} digits`,
    );
  }
  return byteValue(Number.parseInt(digits, base), start);
}

function byteValue(value: number, start: number): number {
  if (value <= 0xff) return value;
  throw new PatternError(
    start,
    `an escape for the number 0x${value.toString(16)}`,
    'patterns match bytes: write the UTF-8 bytes of the character, such as \\xe2\\x82\\xac',
  );
}

function controlEscape(reader: Reader, start: number): number {
  const char = reader.next();
  const code = char.charCodeAt(0);
  if (!(code >= 0x20 && code < 0x7f)) {
    throw new PatternError(
      start,
      '\\c without a printable ASCII character',
      'write a control character as \\cA',
    );
  }
  return (char >= 'a' && char <= 'z' ? code - 32 : code) ^ 0x40;
}

const REFUSED: ReadonlyMap<string, string> = new Map([
  [
    'p',
    'Unicode properties mean nothing for bytes: write a POSIX class such as [[:alpha:]] or the byte ranges',
  ],
  [
    'P',
    'Unicode properties mean nothing for bytes: write a POSIX class such as [[:^alpha:]] or the byte ranges',
  ],
  ['X', 'grapheme clusters mean nothing for bytes: write "." for one byte'],
  ['u', 'PCRE knows no \\u: write \\xHH for a byte'],
  ['U', 'PCRE knows no \\U: write the letters themselves'],
  ['l', 'PCRE knows no \\l: write the letter itself'],
  ['L', 'PCRE knows no \\L: write the letters themselves'],
]);

export function unknownEscape(letter: string, start: number): PatternError {
  const hint =
    REFUSED.get(letter) ?? `PCRE gives \\${letter} no meaning: drop the backslash for a plain "${letter}"`;
  return new PatternError(start, `the escape \\${letter}`, hint);
}
