import { fixedLengths } from './analyse.js';
import { type Node, PatternError } from './ast.js';
import { groupName } from './parse-group.js';
import { isDigit, isOctal, type Reader } from './reader.js';

type Backreference = Extract<Node, { kind: 'backreference' }>;
type Mutable = { -readonly [K in keyof Backreference]: Backreference[K] };

/** Reads references to groups, and resolves them when all groups are known: PCRE lets them point forwards. */
export class Backreferences {
  readonly #names = new Map<string, number>();
  readonly #found: { readonly node: Mutable; readonly name: string | null; readonly start: number }[] = [];

  constructor(private readonly reader: Reader) {}

  define(name: string, index: number, start: number): void {
    if (this.#names.has(name)) {
      throw new PatternError(start, `a second group named "${name}"`, 'give each group its own name');
    }
    this.#names.set(name, index);
  }

  /**
   * The reference that a backslash and `letter` begin, or null when it is none and the cursor has not moved.
   * @param groups number of groups opened so far
   */
  parse(letter: string, start: number, groups: number, caseless: boolean): Node | null {
    if (letter === 'k') return this.#delimitedName(start, caseless);
    if (letter === 'g') return this.#general(start, groups, caseless);
    if (!isDigit(letter) || letter === '0') return null;
    const { reader } = this;
    const after = reader.at;
    const digits = letter + reader.takeWhile(isDigit);
    const index = Number(digits);
    // PCRE: a number of one digit, a group that exists, or what cannot be octal.
    if (index < 10 || index <= groups || !isOctal(letter)) return this.#numbered(index, start, caseless);
    reader.at = after;
    return null;
  }

  named(name: string, start: number, caseless: boolean): Node {
    return this.#add({ kind: 'backreference', index: 0, caseless }, name, start);
  }

  /** @throws PatternError when a reference points to no group */
  check(groups: number): void {
    for (const { node, name, start } of this.#found) {
      if (name !== null) node.index = this.#names.get(name) ?? 0;
      if (node.index < 1 || node.index > groups) {
        const what = name === null ? `group ${node.index}` : `a group named "${name}"`;
        throw new PatternError(
          start,
          `a reference to ${what}, which is not there`,
          groups === 0 ? 'the pattern has no groups' : `groups go from 1 to ${groups}`,
        );
      }
    }
  }

  /** @throws PatternError unless each branch of the lookbehind has one length */
  checkLookbehind(item: Node, start: number): void {
    if (fixedLengths(item) !== null) return;
    throw new PatternError(
      start,
      'a lookbehind whose branches have no fixed length',
      'let each top-level branch match one length',
    );
  }

  #numbered(index: number, start: number, caseless: boolean): Node {
    return this.#add({ kind: 'backreference', index, caseless }, null, start);
  }

  #add(node: Mutable, name: string | null, start: number): Node {
    this.#found.push({ node, name, start });
    return node;
  }

  #delimitedName(start: number, caseless: boolean): Node {
    const { reader } = this;
    for (const [open, close] of [
      ['<', '>'],
      ["'", "'"],
      ['{', '}'],
    ] as const) {
      if (reader.take(open)) return this.named(groupName(reader, close, start), start, caseless);
    }
    throw new PatternError(start, '\\k without a name', 'write \\k<name>');
  }

  #general(start: number, groups: number, caseless: boolean): Node {
    const { reader } = this;
    if (reader.peek() === '<' || reader.peek() === "'") {
      throw new PatternError(
        start,
        'a subroutine call \\g<',
        'it cannot be decided in bounded time here: write the group out again',
      );
    }
    const braced = reader.take('{');
    const sign = reader.take('-') ? '-' : reader.take('+') ? '+' : '';
    const digits = reader.takeWhile(isDigit);
    if (digits === '') {
      if (braced && sign === '') return this.named(groupName(reader, '}', start), start, caseless);
      throw new PatternError(start, '\\g without a group', 'write \\g{1}, \\g{-1} or \\g{name}');
    }
    if (braced && !reader.take('}')) throw new PatternError(start, '\\g{ that does not end', 'write \\g{1}');
    const number = Number(digits);
    const index = sign === '-' ? groups + 1 - number : sign === '+' ? groups + number : number;
    if (index < 1) throw new PatternError(start, '\\g with a group before the first', 'groups count from 1');
    return this.#numbered(index, start, caseless);
  }
}
