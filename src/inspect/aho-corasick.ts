import { lowerAscii } from '../core/index.js';
import { buildTrie, type Trie } from './aho-corasick-trie.js';

export interface AhoCorasickOptions {
  /** A–Z and a–z are the same. Default false. */
  readonly caseInsensitive?: boolean;
}

/** Called for each occurrence; `end` is the index after its last byte. Returns true to stop the scan. */
export type OnMatch = (pattern: number, end: number) => boolean;

/** Largest full transition table, in entries of 2 bytes; above it failure links are followed instead. */
const MOST_DENSE_ENTRIES = 1 << 22;

/**
 * Finds many patterns in a byte string in one pass over it (A. V. Aho and M. J. Corasick, "Efficient string matching",
 * CACM 18(6), 1975). Bytes are first mapped to classes (one for each byte that a pattern has, one for all others), so
 * that a state's row is short. States are numbered so that those where a pattern ends come last: one comparison a byte
 * tells a match. Small automata have every transition in a table; large ones keep the trie and its failure links.
 */
export class AhoCorasick {
  /** Number of patterns. */
  readonly size: number;
  readonly #trie: Trie;
  /** Row `state << shift`, column class; null when it would be too large. */
  readonly #dense: Uint16Array | null;
  readonly #shift: number;

  private constructor(trie: Trie, size: number) {
    this.#trie = trie;
    this.size = size;
    this.#shift = Math.ceil(Math.log2(trie.classCount));
    const fits = trie.stateCount <= 0xffff && trie.stateCount << this.#shift <= MOST_DENSE_ENTRIES;
    this.#dense = fits ? denseTable(trie, this.#shift) : null;
  }

  /**
   * @param patterns byte strings, none of them empty; the same one twice is reported twice
   * @throws RangeError when a pattern is empty
   */
  static build(patterns: readonly string[], options: AhoCorasickOptions = {}): AhoCorasick {
    const caseInsensitive = options.caseInsensitive ?? false;
    const folded = caseInsensitive ? patterns.map(lowerAscii) : patterns;
    const empty = folded.indexOf('');
    if (empty >= 0) throw new RangeError(`pattern ${empty} is empty`);
    return new AhoCorasick(buildTrie(folded, caseInsensitive), patterns.length);
  }

  /** Bytes that the tables take. */
  get memory(): number {
    return this.#trie.memory + (this.#dense?.byteLength ?? 0);
  }

  /** The pattern whose occurrence ends first, the longest of those that end there; -1 when none occurs. */
  firstMatch(bytes: string): number {
    let found = -1;
    this.scan(bytes, pattern => {
      found = pattern;
      return true;
    });
    return found;
  }

  /** Reports every occurrence in the order of their ends, at one end from the longest to the shortest. */
  scan(bytes: string, onMatch: OnMatch): void {
    if (this.#dense !== null) this.#scanDense(this.#dense, bytes, onMatch);
    else this.#scanCompact(bytes, onMatch);
  }

  #scanDense(table: Uint16Array, bytes: string, onMatch: OnMatch): void {
    const { classOf, firstFinal } = this.#trie;
    const shift = this.#shift;
    let state = 0;
    for (let i = 0; i < bytes.length; i++) {
      state = table[(state << shift) | classOf[bytes.charCodeAt(i) & 0xff]!]!;
      if (state >= firstFinal && this.#report(state, i + 1, onMatch)) return;
    }
  }

  #scanCompact(bytes: string, onMatch: OnMatch): void {
    const { classOf, firstFinal } = this.#trie;
    let state = 0;
    for (let i = 0; i < bytes.length; i++) {
      state = this.#trie.step(state, classOf[bytes.charCodeAt(i) & 0xff]!);
      if (state >= firstFinal && this.#report(state, i + 1, onMatch)) return;
    }
  }

  #report(state: number, end: number, onMatch: OnMatch): boolean {
    const { patternAt, samePattern, shorter } = this.#trie;
    for (let final = state; final >= 0; final = shorter[final]!) {
      for (let pattern = patternAt[final]!; pattern >= 0; pattern = samePattern[pattern]!) {
        if (onMatch(pattern, end)) return true;
      }
    }
    return false;
  }
}

/** Each state has the row of its failure state, with its own children on top. */
function denseTable(trie: Trie, shift: number): Uint16Array {
  const table = new Uint16Array(trie.stateCount << shift);
  for (const state of trie.breadthFirst) {
    const row = state << shift;
    if (state !== 0) {
      const failRow = trie.fail[state]! << shift;
      table.copyWithin(row, failRow, failRow + trie.classCount);
    }
    for (let child = trie.firstChild[state]!; child >= 0; child = trie.sibling[child]!) {
      table[row | trie.label[child]!] = child;
    }
  }
  return table;
}
