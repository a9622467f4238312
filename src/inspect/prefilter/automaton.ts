import { type Literal, MOST_STATES, Trie } from './trie.js';

export type { Literal } from './trie.js';

const NONE: readonly number[] = Object.freeze([]);
/** Literals of one byte whose flags fit into one number. */
const FLAGS = 32;
/** Longest beginnings of literals that are looked for, best first: the table should not grow beyond the processor's cache. */
const LENGTHS = [6, 5, 4, 3] as const;
/** States of a table that is still looked at as small: about 2 MB. */
const FEW_STATES = 16_384;

/**
 * Finds which of many filters a byte string passes: those all of whose conditions it meets. A condition is met by any of its
 * literals, without regard to ASCII case. One pass (A. V. Aho and M. J. Corasick, CACM 18(6), 1975, as a dense table). Bytes
 * that no literal has share one column, so that the table stays small enough for the cache. Tells no places.
 *
 * Literals are cut to their first bytes: what contains a literal contains its beginning.
 */
export class LiteralAutomaton {
  readonly #columns: Uint8Array;
  readonly #width: number;
  readonly #table: Uint16Array;
  /** States from this one on meet conditions. */
  readonly #firstOutput: number;
  /** Conditions of state s are `#outputs[#outputStarts[s - #firstOutput]]` up to the next start. */
  readonly #outputStarts: Uint32Array;
  readonly #outputs: Uint16Array;
  /** States whose conditions were collected in this scan: most texts come through the same ones over and over. */
  readonly #collected: Uint32Array;
  /**
   * Bytes that are literals by themselves set flags: they are so common that in the automaton they would make an output of
   * almost every state.
   */
  readonly #flags: readonly [Int32Array, Int32Array];
  /** The conditions of each flag. */
  readonly #flagged: readonly (readonly number[])[];
  /** By condition: the filters of which it is the first one. */
  readonly #firstOf: readonly (readonly number[])[];
  /** By filter: its conditions. */
  readonly #filters: readonly (readonly number[])[];
  /** By condition: the last scan that met it. */
  readonly #met: Uint32Array;
  /** By filter: the last union that has it. */
  readonly #united: Uint32Array;
  #scans = 0;

  /**
   * @param literals no text twice
   * @param conditions how many there are
   * @param filters the conditions of each filter; best that comes first which is met most rarely
   * @throws RangeError when the literals need more than 65,535 states
   */
  constructor(literals: readonly Literal[], conditions: number, filters: readonly (readonly number[])[]) {
    this.#filters = filters;
    const firstOf: number[][] = Array.from({ length: conditions }, () => []);
    filters.forEach(([first], filter) => {
      firstOf[first].push(filter);
    });
    this.#firstOf = firstOf;
    this.#met = new Uint32Array(conditions);
    this.#united = new Uint32Array(filters.length);
    const single = literals.filter(({ text }) => text.length === 1);
    const flagged = single.slice(0, 2 * FLAGS);
    this.#flagged = flagged.map(({ conditions: met }) => met);
    this.#flags = [new Int32Array(256), new Int32Array(256)];
    flagged.forEach(({ text }, index) => {
      this.#flag(text.charCodeAt(0) & 0xff, index);
    });
    const trie = smallTrie([...single.slice(2 * FLAGS), ...literals.filter(({ text }) => text.length > 1)]);
    this.#columns = trie.columns;
    this.#width = trie.width;
    const { table, outputs, firstOutput } = trie.finish();
    this.#table = table;
    this.#firstOutput = firstOutput;
    this.#collected = new Uint32Array(outputs.length);
    this.#outputStarts = new Uint32Array(outputs.length + 1);
    let total = 0;
    outputs.forEach((met, i) => {
      this.#outputStarts[i] = total;
      total += met.length;
    });
    this.#outputStarts[outputs.length] = total;
    this.#outputs = Uint16Array.from(outputs.flat());
  }

  /** Bytes of the tables. */
  get memory(): number {
    return this.#table.byteLength + this.#outputs.byteLength + this.#outputStarts.byteLength;
  }

  /** All of several lists of filters, each filter once. */
  union(lists: readonly (readonly number[])[]): readonly number[] {
    const united = this.#united;
    const scan = this.#nextScan();
    const union: number[] = [];
    for (const list of lists) {
      for (let i = 0; i < list.length; i++) {
        const filter = list[i];
        if (united[filter] === scan) continue;
        united[filter] = scan;
        union.push(filter);
      }
    }
    return union;
  }

  /** Filters that the byte string passes, each once, in no order. */
  scan(bytes: string): readonly number[] {
    const table = this.#table;
    const columns = this.#columns;
    const width = this.#width;
    const firstOutput = this.#firstOutput;
    const collected = this.#collected;
    const [firstFlags, moreFlags] = this.#flags;
    const scan = this.#nextScan();
    let found: number[] | null = null;
    let state = 0;
    let flags = 0;
    let more = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes.charCodeAt(i) & 0xff;
      flags |= firstFlags[byte];
      more |= moreFlags[byte];
      state = table[state * width + columns[byte]];
      if (state >= firstOutput && collected[state - firstOutput] !== scan)
        found = this.#collect(state, found);
    }
    found = this.#addFlagged(flags, 0, found);
    found = this.#addFlagged(more, FLAGS, found);
    return found === null ? NONE : this.#passed(found);
  }

  #collect(state: number, before: number[] | null): number[] | null {
    let found = before;
    const index = state - this.#firstOutput;
    this.#collected[index] = this.#scans;
    const end = this.#outputStarts[index + 1];
    for (let at = this.#outputStarts[index]; at < end; at++) found = this.#meet(this.#outputs[at], found);
    return found;
  }

  #addFlagged(flags: number, first: number, before: number[] | null): number[] | null {
    let found = before;
    for (let left = flags; left !== 0; left &= left - 1) {
      const conditions = this.#flagged[first + 31 - Math.clz32(left & -left)];
      for (let i = 0; i < conditions.length; i++) found = this.#meet(conditions[i], found);
    }
    return found;
  }

  /** @param before the conditions met so far that are the first ones of filters */
  #meet(condition: number, before: number[] | null): number[] | null {
    if (this.#met[condition] === this.#scans) return before;
    this.#met[condition] = this.#scans;
    if (this.#firstOf[condition].length === 0) return before;
    if (before === null) return [condition];
    before.push(condition);
    return before;
  }

  /** Of the conditions met, the filters whose others are met, too. */
  #passed(found: readonly number[]): readonly number[] {
    let passed: number[] | null = null;
    for (let i = 0; i < found.length; i++) {
      const filters = this.#firstOf[found[i]];
      for (let j = 0; j < filters.length; j++) {
        if (!this.#isPassed(this.#filters[filters[j]])) continue;
        if (passed === null) passed = [filters[j]];
        else passed.push(filters[j]);
      }
    }
    return passed ?? NONE;
  }

  #isPassed(conditions: readonly number[]): boolean {
    for (let i = 1; i < conditions.length; i++) if (this.#met[conditions[i]] !== this.#scans) return false;
    return true;
  }

  #nextScan(): number {
    this.#scans = (this.#scans + 1) >>> 0;
    if (this.#scans === 0) {
      this.#met.fill(0);
      this.#united.fill(0);
      this.#collected.fill(0);
      this.#scans = 1;
    }
    return this.#scans;
  }

  #flag(byte: number, index: number): void {
    const flags = this.#flags[index < FLAGS ? 0 : 1];
    flags[byte] |= 1 << (index % FLAGS);
    if (byte >= 97 && byte <= 122) flags[byte - 32] |= 1 << (index % FLAGS);
  }
}

/** The trie of the longest beginnings that few states do for. @throws RangeError when the shortest need too many */
function smallTrie(literals: readonly Literal[]): Trie {
  for (const length of LENGTHS) {
    try {
      return new Trie(literals, length, FEW_STATES);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return new Trie(literals, LENGTHS[LENGTHS.length - 1], MOST_STATES);
}
