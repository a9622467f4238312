import {
  type Assertion,
  alternation,
  EMPTY,
  type Node,
  type Pattern,
  PatternError,
  type RepeatNode,
  sequence,
} from './ast.js';
import { ANY_BYTE, ByteSet, NEWLINE, NO_BYTE, singleByte } from './byte-set.js';
import { Backreferences } from './parse-backreference.js';
import { parseClass } from './parse-class.js';
import { byteEscape, typeEscape } from './parse-escape.js';
import { type Flags, type GroupStart, parseGroupStart } from './parse-group.js';
import { isDigit, Reader } from './reader.js';

/**
 * PCRE (as PCRE2 10.42 reads it, in bytes and the C locale) into a syntax tree.
 *
 * Refused, because nothing that decides in bounded time can do it, or because it means nothing for bytes:
 * - recursion and subroutine calls `(?R) (?1) (?&name) (?P>name) \g<name>`: not regular, no rule set uses them;
 * - conditionals `(?(1)a|b)`, branch reset `(?|`, duplicate names `(?J)`, callouts `(?C)`: group numbers or the way of
 *   the match would depend on the match itself;
 * - verbs `(*NAME)`: they steer a backtracking engine, or switch on UTF or another newline, which rules cannot want;
 * - `\p{..}`, `\X`, `\x{100}` and above, `(?xx)`: Unicode, where subjects are bytes;
 * - `{,n}`: a literal up to PCRE2 10.42, {0,n} after it, so no reading would be right everywhere;
 * - letters that PCRE2 gives no meaning after a backslash, and lookbehinds of no fixed length: errors in PCRE2 too.
 */
export function parsePattern(source: string, flags: Partial<Flags> = {}): Pattern {
  return new Parser(source, flags).parse();
}

/** PCRE compiles to 64 KiB of its own code at most: no pattern that works elsewhere comes near. */
const MAX_LENGTH = 256 * 1024;
/** PCRE's own limit on nested parentheses. */
const MAX_DEPTH = 250;
/** PCRE's own limit on a count in braces. */
const MAX_COUNT = 65_535;

const ASSERTION_ESCAPES: ReadonlyMap<string, Assertion> = new Map([
  ['A', 'text-start'],
  ['z', 'text-end'],
  ['Z', 'text-end-or-newline'],
  ['G', 'search-start'],
  ['b', 'word-boundary'],
  ['B', 'no-word-boundary'],
]);

const OTHER_NEWLINES: Node = { kind: 'set', set: ByteSet.of(0x0a, 0x0b, 0x0c, 0x0d, 0x85) };
const CRLF: Node = sequence([0x0d, 0x0a].map(byte => ({ kind: 'set', set: singleByte(byte) })));
const ANY_NEWLINE: Node = { kind: 'atomic', item: { kind: 'alternation', branches: [CRLF, OTHER_NEWLINES] } };

class Parser {
  readonly #reader: Reader;
  readonly #backreferences: Backreferences;
  #flags: Flags;
  #quoting = false;
  #groups = 0;
  #depth = 0;
  #lookarounds = 0;

  constructor(source: string, flags: Partial<Flags>) {
    if (source.length > MAX_LENGTH) {
      const found = `${source.length} bytes of pattern`;
      throw new PatternError(
        MAX_LENGTH,
        found,
        `write up to ${MAX_LENGTH}; @pmFromFile takes long lists of words`,
      );
    }
    for (let i = 0; i < source.length; i++) {
      if (source.charCodeAt(i) > 0xff) {
        throw new PatternError(
          i,
          `the character ${JSON.stringify(source.charAt(i))}`,
          'a pattern is a byte string: one char for each byte of UTF-8',
        );
      }
    }
    this.#reader = new Reader(source);
    this.#backreferences = new Backreferences(this.#reader);
    this.#flags = {
      caseless: false,
      multiline: true,
      dotAll: true,
      extended: false,
      noAutoCapture: false,
      ungreedy: false,
      ...flags,
    };
  }

  parse(): Pattern {
    const root = this.#alternation();
    if (!this.#reader.done) {
      throw new PatternError(this.#reader.at, 'a ")" without its "("', 'write \\) for a parenthesis');
    }
    this.#backreferences.check(this.#groups);
    return { source: this.#reader.text, root, groups: this.#groups };
  }

  #alternation(): Node {
    const branches = [this.#branch()];
    while (this.#reader.take('|')) branches.push(this.#branch());
    return alternation(branches);
  }

  #branch(): Node {
    const items: Node[] = [];
    const reader = this.#reader;
    for (;;) {
      this.#skipIgnored();
      if (reader.done || (!this.#quoting && (reader.peek() === '|' || reader.peek() === ')'))) break;
      const atom = this.#atom();
      if (atom !== null) items.push(this.#quantified(atom));
    }
    return sequence(items);
  }

  /** Steps over comments, `\Q` and `\E`, and the white space of (?x). */
  #skipIgnored(): void {
    const reader = this.#reader;
    for (;;) {
      const char = reader.peek();
      if (char !== '\\' && (this.#quoting || (char !== '(' && !this.#flags.extended))) return;
      if (reader.take('\\E')) this.#quoting = false;
      else if (this.#quoting) return;
      else if (reader.take('\\Q')) this.#quoting = true;
      else if (reader.startsWith('(?#')) reader.takeUntil(')', reader.at, 'a comment');
      else if (this.#flags.extended && ' \t\n\v\f\r'.includes(reader.peek() || '.')) reader.at++;
      else if (this.#flags.extended && reader.peek() === '#') reader.takeWhile(char => char !== '\n');
      else return;
    }
  }

  /** One item without its quantifier; null for flags such as `(?i)`. */
  #atom(): Node | null {
    const reader = this.#reader;
    const start = reader.at;
    const char = reader.next();
    if (this.#quoting) return this.#byte(char.charCodeAt(0));
    switch (char) {
      case '(':
        return this.#group(start);
      case '[':
        return { kind: 'set', set: parseClass(reader, this.#flags.caseless) };
      case '.':
        return { kind: 'set', set: this.#flags.dotAll ? ANY_BYTE : NEWLINE.complement() };
      case '^':
        return { kind: 'assertion', assertion: this.#flags.multiline ? 'line-start' : 'text-start' };
      case '$':
        return { kind: 'assertion', assertion: this.#flags.multiline ? 'line-end' : 'text-end-or-newline' };
      case '\\':
        return this.#escape(start);
      case '*':
      case '+':
      case '?':
        throw nothingToRepeat(start, char);
      case '{': {
        reader.at = start;
        if (this.#braces() !== null) throw nothingToRepeat(start, reader.text.slice(start, reader.at));
        reader.at = start + 1;
        return this.#byte(0x7b);
      }
      default:
        return this.#byte(char.charCodeAt(0));
    }
  }

  #byte(byte: number): Node {
    return { kind: 'set', set: singleByte(byte, this.#flags.caseless) };
  }

  #escape(start: number): Node {
    const reader = this.#reader;
    const letter = reader.next();
    if (letter === '') throw new PatternError(start, 'a backslash at the end', 'write \\\\ for a backslash');
    const assertion = ASSERTION_ESCAPES.get(letter);
    if (assertion !== undefined) return { kind: 'assertion', assertion };
    const type = typeEscape(letter);
    if (type !== null) return { kind: 'set', set: type };
    if (letter === 'R') return ANY_NEWLINE;
    if (letter === 'C') return { kind: 'set', set: ANY_BYTE };
    if (letter === 'N') {
      if (reader.peek() === '{' && !isDigit(reader.peek(1))) {
        throw new PatternError(
          start,
          'a named character \\N{..}',
          'patterns match bytes: write its UTF-8 bytes',
        );
      }
      return { kind: 'set', set: NEWLINE.complement() };
    }
    if (letter === 'K') {
      if (this.#lookarounds === 0) return { kind: 'keep' };
      throw new PatternError(start, '\\K in a lookaround', 'write it outside');
    }
    const backreference = this.#backreferences.parse(letter, start, this.#groups, this.#flags.caseless);
    return backreference ?? this.#byte(byteEscape(reader, letter, start));
  }

  #group(start: number): Node | null {
    const reader = this.#reader;
    if (++this.#depth > MAX_DEPTH) {
      throw new PatternError(start, `parentheses nested deeper than ${MAX_DEPTH}`, 'nest less deeply');
    }
    const outer = this.#flags;
    const group = parseGroupStart(reader, start, outer);
    if (group.kind === 'backreference') {
      this.#depth--;
      return this.#backreferences.named(group.name, start, outer.caseless);
    }
    if (group.kind === 'flags') {
      this.#depth--;
      this.#flags = group.flags;
      return null;
    }
    const node = this.#groupBody(group, start);
    if (!reader.take(')')) {
      throw new PatternError(
        start,
        'a "(" without its ")"',
        'close the group, or write \\( for a parenthesis',
      );
    }
    this.#flags = outer;
    this.#depth--;
    return node;
  }

  #groupBody(group: Exclude<GroupStart, { kind: 'flags' | 'backreference' }>, start: number): Node {
    if (group.kind === 'group') {
      this.#flags = group.flags;
      const item = this.#alternation();
      // Within a group, an assertion may be repeated.
      return item.kind === 'assertion' || item.kind === 'keep' ? { kind: 'sequence', items: [item] } : item;
    }
    if (group.kind === 'capture') {
      const index = ++this.#groups;
      if (group.name !== null) this.#backreferences.define(group.name, index, start);
      return { kind: 'capture', index, item: this.#alternation() };
    }
    if (group.kind === 'atomic') return { kind: 'atomic', item: this.#alternation() };
    this.#lookarounds++;
    const item = this.#alternation();
    this.#lookarounds--;
    const { behind, negated } = group;
    if (item.kind === 'empty') return negated ? { kind: 'set', set: NO_BYTE } : EMPTY;
    if (behind) this.#backreferences.checkLookbehind(item, start);
    return { kind: 'look', behind, negated, item };
  }

  /** The atom with its quantifier. An assertion takes none, nor does a quantified item: in PCRE2 both are errors. */
  #quantified(atom: Node): Node {
    const reader = this.#reader;
    this.#skipIgnored();
    if (this.#quoting || reader.done || atom.kind === 'assertion' || atom.kind === 'keep') return atom;
    const counts = this.#counts();
    if (counts === null) return atom;
    let mode: RepeatNode['mode'] = this.#flags.ungreedy ? 'lazy' : 'greedy';
    if (reader.take('+')) mode = 'possessive';
    else if (reader.take('?')) mode = this.#flags.ungreedy ? 'greedy' : 'lazy';
    const [min, max] = counts;
    if (max === 0) return EMPTY;
    if (min === 1 && max === 1) return mode === 'possessive' ? { kind: 'atomic', item: atom } : atom;
    return { kind: 'repeat', item: atom, min, max, mode };
  }

  #counts(): [min: number, max: number] | null {
    const reader = this.#reader;
    if (reader.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (reader.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (reader.take('?')) return [0, 1];
    return this.#braces();
  }

  /** `{n}`, `{n,}` or `{n,m}`; null, with the cursor as it was, where the brace is a plain one. */
  #braces(): [min: number, max: number] | null {
    const reader = this.#reader;
    const start = reader.at;
    if (!reader.take('{')) return null;
    const min = reader.takeWhile(isDigit);
    const comma = reader.take(',');
    const max = comma ? reader.takeWhile(isDigit) : min;
    if (!reader.take('}') || (min === '' && max === '')) {
      reader.at = start;
      return null;
    }
    if (min === '') {
      throw new PatternError(
        start,
        `"{,${max}}", which PCRE versions read in two ways`,
        `write {0,${max}}, or \\{ for a brace`,
      );
    }
    const counts: [number, number] = [Number(min), max === '' ? Number.POSITIVE_INFINITY : Number(max)];
    if (counts[0] > MAX_COUNT || (counts[1] > MAX_COUNT && max !== '')) {
      throw new PatternError(start, 'a count that is too big', `write at most ${MAX_COUNT}`);
    }
    if (counts[1] < counts[0]) {
      throw new PatternError(start, 'counts out of order', 'write the smaller count first');
    }
    return counts;
  }
}

function nothingToRepeat(start: number, quantifier: string): PatternError {
  return new PatternError(
    start,
    `"${quantifier}" with nothing before it to repeat`,
    `write \\${quantifier} for the character itself`,
  );
}
