import { PatternError } from './ast.js';
import { ByteSet, POSIX_CLASSES } from './byte-set.js';
import { byteEscape, typeEscape } from './parse-escape.js';
import { isLetter, type Reader } from './reader.js';

/** One member of a class: a byte, which may begin a range, or a set, which may not. */
type Member = number | ByteSet;

/**
 * Reads a bracketed class; the cursor is after the `[`.
 * @returns the set of bytes, folded when `caseless`, then negated when it begins with `^`
 */
export function parseClass(reader: Reader, caseless: boolean): ByteSet {
  const start = reader.at - 1;
  const negated = reader.take('^');
  const members = new ClassMembers(reader, start, caseless);
  const set = new ByteSet();
  for (let first = true; ; first = false) {
    const memberStart = reader.at;
    const low = members.next(first);
    if (low === null) break;
    const high = typeof low === 'number' ? members.rangeEnd() : null;
    if (high === null) {
      if (typeof low === 'number') set.add(low);
      else set.addAll(low);
    } else {
      if (high < (low as number)) {
        throw new PatternError(
          memberStart,
          'a range whose end comes before its start',
          'write the lower byte first, or escape the "-"',
        );
      }
      set.addRange(low as number, high);
    }
  }
  const folded = caseless ? set.caseFolded() : set;
  return negated ? folded.complement() : folded;
}

class ClassMembers {
  #quoting = false;

  constructor(
    private readonly reader: Reader,
    private readonly start: number,
    private readonly caseless: boolean,
  ) {}

  /** The next member, or null at the closing bracket, which is a member itself when it comes `first`. */
  next(first: boolean): Member | null {
    const { reader } = this;
    this.#skipQuotes();
    if (reader.done) {
      throw new PatternError(
        this.start,
        'a class that does not end',
        'close it with "]" ("[]" and "[^]" do not end one)',
      );
    }
    const start = reader.at;
    const char = reader.next();
    if (this.#quoting) return char.charCodeAt(0);
    if (char === ']' && !first) return null;
    if (char === '\\') return this.#escape(start);
    if (char === '[') return this.#posix(start) ?? char.charCodeAt(0);
    return char.charCodeAt(0);
  }

  /** The end of a range when a `-` and a byte follow; null, with the cursor as it was, when no range is meant. */
  rangeEnd(): number | null {
    const { reader } = this;
    this.#skipQuotes();
    if (this.#quoting || reader.peek() !== '-') return null;
    const before = reader.at;
    reader.at++;
    this.#skipQuotes();
    if (!reader.done && (this.#quoting || reader.peek() !== ']')) {
      const end = this.next(false);
      if (typeof end === 'number') return end;
    }
    // The hyphen is a plain one, as in [a-] and [a-\d].
    reader.at = before;
    this.#quoting = false;
    return null;
  }

  #skipQuotes(): void {
    for (;;) {
      if (this.reader.take('\\E')) this.#quoting = false;
      else if (!this.#quoting && this.reader.take('\\Q')) this.#quoting = true;
      else return;
    }
  }

  #escape(start: number): Member {
    const { reader } = this;
    const letter = reader.next();
    if (letter === '') throw new PatternError(start, 'a backslash at the end', 'write \\\\ for a backslash');
    if (letter === 'b') return 0x08;
    if (letter === '8' || letter === '9') return letter.charCodeAt(0);
    if ('BRNX'.includes(letter)) {
      throw new PatternError(
        start,
        `\\${letter} in a class`,
        'it stands for no set of bytes: write it outside the class',
      );
    }
    return typeEscape(letter) ?? byteEscape(reader, letter, start);
  }

  #posix(start: number): ByteSet | null {
    const { reader } = this;
    const mark = reader.peek();
    if (mark !== ':' && mark !== '.' && mark !== '=') return null;
    let end = reader.at + 1;
    if (reader.text.charAt(end) === '^') end++;
    while (isLetter(reader.text.charAt(end))) end++;
    if (reader.text.slice(end, end + 2) !== `${mark}]`) return null;
    if (mark !== ':') {
      throw new PatternError(
        start,
        `a collating element [${mark}..${mark}]`,
        'PCRE has none: write the characters themselves',
      );
    }
    const body = reader.text.slice(reader.at + 1, end);
    const negated = body.startsWith('^');
    const name = negated ? body.slice(1) : body;
    // Without regard to case, "upper" and "lower" mean any letter, also when they are negated.
    const set = POSIX_CLASSES.get(this.caseless && (name === 'upper' || name === 'lower') ? 'alpha' : name);
    if (set === undefined) {
      throw new PatternError(start, `[:${body}:]`, `write one of ${[...POSIX_CLASSES.keys()].join(', ')}`);
    }
    reader.at = end + 2;
    return negated ? set.complement() : set;
  }
}
