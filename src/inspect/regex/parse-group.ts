import { PatternError } from './ast.js';
import { isDigit, isNameChar, type Reader } from './reader.js';

/** What `(?imsxnU)` and the caller's options set. */
export interface Flags {
  readonly caseless: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
  readonly noAutoCapture: boolean;
  readonly ungreedy: boolean;
}

export type GroupStart =
  | { readonly kind: 'group'; readonly flags: Flags }
  | { readonly kind: 'capture'; readonly name: string | null }
  | { readonly kind: 'atomic' }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean }
  /** `(?i)`: no group, but flags for the rest of the one around it. The cursor is after the `)`. */
  | { readonly kind: 'flags'; readonly flags: Flags }
  /** `(?P=name)`. The cursor is after the `)`. */
  | { readonly kind: 'backreference'; readonly name: string };

const FLAG_NAMES: ReadonlyMap<string, keyof Flags> = new Map([
  ['i', 'caseless'],
  ['m', 'multiline'],
  ['s', 'dotAll'],
  ['x', 'extended'],
  ['n', 'noAutoCapture'],
  ['U', 'ungreedy'],
]);

const REFUSED: readonly (readonly [string, string])[] = [
  ['|', 'a branch reset "(?|"'],
  ['(', 'a conditional "(?("'],
  ['R', 'a recursion "(?R)"'],
  ['&', 'a subroutine call "(?&"'],
  ['P>', 'a subroutine call "(?P>"'],
  ['C', 'a callout "(?C"'],
  ['J', 'duplicate names "(?J)"'],
];

/** Reads what follows a `(`, which is at `start`; the cursor is after it. */
export function parseGroupStart(reader: Reader, start: number, flags: Flags): GroupStart {
  if (reader.peek() === '*') {
    throw new PatternError(
      start,
      'a verb "(*"',
      'verbs steer a backtracking engine, which this is not: leave it out',
    );
  }
  if (!reader.take('?')) {
    return flags.noAutoCapture ? { kind: 'group', flags } : { kind: 'capture', name: null };
  }
  if (reader.take(':')) return { kind: 'group', flags };
  if (reader.take('>')) return { kind: 'atomic' };
  if (reader.take('=')) return { kind: 'look', behind: false, negated: false };
  if (reader.take('!')) return { kind: 'look', behind: false, negated: true };
  if (reader.take('<=')) return { kind: 'look', behind: true, negated: false };
  if (reader.take('<!')) return { kind: 'look', behind: true, negated: true };
  if (reader.take('P=')) return { kind: 'backreference', name: groupName(reader, ')', start) };
  if (reader.take('<') || reader.take('P<')) return { kind: 'capture', name: groupName(reader, '>', start) };
  if (reader.take("'")) return { kind: 'capture', name: groupName(reader, "'", start) };
  for (const [text, what] of REFUSED) {
    if (reader.startsWith(text)) {
      throw new PatternError(
        start,
        what,
        'it cannot be decided in bounded time here: write the alternatives out',
      );
    }
  }
  if (
    isDigit(reader.peek()) ||
    ((reader.peek() === '+' || reader.peek() === '-') && isDigit(reader.peek(1)))
  ) {
    throw new PatternError(
      start,
      'a subroutine call',
      'it cannot be decided in bounded time here: write the group out again',
    );
  }
  return inlineFlags(reader, start, flags);
}

/** A name, and the `end` after it. */
export function groupName(reader: Reader, end: string, start: number): string {
  const name = reader.takeWhile(isNameChar);
  if (name === '' || isDigit(name.charAt(0)) || name.length > 32 || !reader.take(end)) {
    throw new PatternError(
      start,
      'a group name that is none',
      `write 1 to 32 of letters, digits and "_", no digit first, then "${end}"`,
    );
  }
  return name;
}

function inlineFlags(reader: Reader, start: number, before: Flags): GroupStart {
  const flags: { -readonly [K in keyof Flags]: boolean } = { ...before };
  if (reader.take('^')) {
    flags.caseless = flags.multiline = flags.dotAll = flags.extended = flags.noAutoCapture = false;
  }
  for (let value = true; ; ) {
    const letter = reader.next();
    if (letter === ')') return { kind: 'flags', flags };
    if (letter === ':') return { kind: 'group', flags };
    if (letter === '-' && value) {
      value = false;
      continue;
    }
    const name = FLAG_NAMES.get(letter);
    if (name === undefined || (letter === 'x' && reader.peek() === 'x')) {
      const found =
        letter === '' ? 'a group that does not end' : `"(?" with "${letter}${letter === 'x' ? 'x' : ''}"`;
      throw new PatternError(
        start,
        found,
        'write (?:, (?>, (?=, (?!, (?<=, (?<!, (?<name>, or flags out of imsxnU',
      );
    }
    flags[name] = value;
  }
}
