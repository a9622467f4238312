/** One literal and the filters (numbers of rules) that ask for it. */
export interface Literal {
  /** Not empty; ASCII letters in lower case. */
  readonly text: string;
  readonly filters: readonly number[];
}

const NONE: readonly number[] = Object.freeze([]);
const MOST_STATES = 65_535;

/**
 * Finds which of many literals occur in a byte string, without regard to ASCII case, in one pass (Aho–Corasick as a
 * dense table). Bytes that no literal has share one column, so that the table stays small enough for the cache.
 * Tells no places: only which filters have a literal that occurs.
 */
export class LiteralAutomaton {
  readonly #columns: Uint8Array;
  readonly #width: number;
  readonly #table: Uint16Array;
  /** States from this one on have filters. */
  readonly #firstOutput: number;
  /** Filters of state s are `#outputs[#outputStarts[s - #firstOutput]]` up to the next start. */
  readonly #outputStarts: Uint32Array;
  readonly #outputs: Uint16Array;
  /** Which filters were found in this scan: the number of the scan. */
  readonly #seen: Uint32Array;
  /** States whose filters were collected in this scan: most texts come through the same ones over and over. */
  readonly #collected: Uint32Array;
  /**
   * Bytes that are literals by themselves, and their filters: so common that in the automaton they would make an output of
   * almost every state.
   */
  readonly #bytes: Uint8Array;
  readonly #byteFilters: readonly (readonly number[])[];
  /** By byte: the last scan that saw it. */
  readonly #seenBytes = new Uint32Array(256);
  #scans = 0;

  /** @throws RangeError when the literals need more than 65,535 states */
  constructor(literals: readonly Literal[], filterCount: number) {
    const single = literals.filter(({ text }) => text.length === 1);
    const trie = new Trie(literals.filter(({ text }) => text.length > 1));
    this.#bytes = Uint8Array.from(single, ({ text }) => text.charCodeAt(0));
    this.#byteFilters = single.map(({ filters }) => filters);
    this.#columns = trie.columns;
    this.#width = trie.width;
    this.#seen = new Uint32Array(filterCount);
    const { table, outputs, firstOutput } = trie.finish();
    this.#table = table;
    this.#firstOutput = firstOutput;
    this.#collected = new Uint32Array(outputs.length);
    this.#outputStarts = new Uint32Array(outputs.length + 1);
    let total = 0;
    outputs.forEach((filters, i) => {
      this.#outputStarts[i] = total;
      total += filters.length;
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
    const seen = this.#seen;
    const scan = this.#nextScan();
    const union: number[] = [];
    for (const list of lists) {
      for (let i = 0; i < list.length; i++) {
        const filter = list[i];
        if (seen[filter] === scan) continue;
        seen[filter] = scan;
        union.push(filter);
      }
    }
    return union;
  }

  /** Filters with a literal that occurs in the byte string, each once, in no order. */
  scan(bytes: string): readonly number[] {
    const table = this.#table;
    const columns = this.#columns;
    const width = this.#width;
    const firstOutput = this.#firstOutput;
    const collected = this.#collected;
    const seenBytes = this.#seenBytes;
    const scan = this.#nextScan();
    let found: number[] | null = null;
    let state = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes.charCodeAt(i) & 0xff;
      seenBytes[byte] = scan;
      state = table[state * width + columns[byte]];
      if (state >= firstOutput && collected[state - firstOutput] !== scan)
        found = this.#collect(state, found);
    }
    return this.#addBytes(found) ?? NONE;
  }

  #addBytes(before: number[] | null): number[] | null {
    const seen = this.#seen;
    const seenBytes = this.#seenBytes;
    const scan = this.#scans;
    let found = before;
    for (let i = 0; i < this.#bytes.length; i++) {
      const byte = this.#bytes[i];
      if (seenBytes[byte] !== scan && (!isLower(byte) || seenBytes[byte - 32] !== scan)) continue;
      for (const filter of this.#byteFilters[i]) {
        if (seen[filter] === scan) continue;
        seen[filter] = scan;
        if (found === null) found = [filter];
        else found.push(filter);
      }
    }
    return found;
  }

  #nextScan(): number {
    this.#scans = (this.#scans + 1) >>> 0;
    if (this.#scans === 0) {
      this.#seen.fill(0);
      this.#collected.fill(0);
      this.#seenBytes.fill(0);
      this.#scans = 1;
    }
    return this.#scans;
  }

  #collect(state: number, before: number[] | null): number[] {
    const seen = this.#seen;
    const found = before ?? [];
    const scan = this.#scans;
    const index = state - this.#firstOutput;
    this.#collected[index] = scan;
    const end = this.#outputStarts[index + 1];
    for (let at = this.#outputStarts[index]; at < end; at++) {
      const filter = this.#outputs[at];
      if (seen[filter] !== scan) {
        seen[filter] = scan;
        found.push(filter);
      }
    }
    return found;
  }
}

function isLower(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

/** The automaton while it is built: states as maps, then one table. */
class Trie {
  /** Column of each byte; 0 for bytes that no literal has. */
  readonly columns = new Uint8Array(256);
  readonly width: number;
  readonly #children: Int32Array[] = [];
  readonly #filters: Set<number>[] = [];

  constructor(literals: readonly Literal[]) {
    let width = 1;
    for (const { text } of literals) {
      for (let i = 0; i < text.length; i++) {
        const byte = text.charCodeAt(i) & 0xff;
        if (this.columns[byte] === 0) this.columns[byte] = width++;
      }
    }
    for (let byte = 65; byte <= 90; byte++) this.columns[byte] = this.columns[byte + 32];
    this.width = width;
    this.#addState();
    for (const literal of literals) this.#add(literal);
  }

  finish(): { table: Uint16Array; outputs: number[][]; firstOutput: number } {
    const { width } = this;
    const count = this.#children.length;
    const next = new Uint16Array(count * width);
    const fail = new Uint16Array(count);
    const queue: number[] = [];
    for (let column = 0; column < width; column++) {
      const child = this.#children[0][column];
      if (child > 0) {
        next[column] = child;
        queue.push(child);
      }
    }
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head];
      for (const filter of this.#filters[fail[state]]) this.#filters[state].add(filter);
      for (let column = 0; column < width; column++) {
        const child = this.#children[state][column];
        const other = next[fail[state] * width + column];
        if (child > 0) {
          next[state * width + column] = child;
          fail[child] = other;
          queue.push(child);
        } else next[state * width + column] = other;
      }
    }
    return this.#outputsLast(next, count);
  }

  /** Numbers the states anew, those with filters last: one comparison then tells whether a state has any. */
  #outputsLast(
    next: Uint16Array,
    count: number,
  ): { table: Uint16Array; outputs: number[][]; firstOutput: number } {
    const { width } = this;
    const order: number[] = [];
    for (let state = 0; state < count; state++) if (this.#filters[state].size === 0) order.push(state);
    const firstOutput = order.length;
    for (let state = 0; state < count; state++) if (this.#filters[state].size > 0) order.push(state);
    const renumbered = new Uint16Array(count);
    order.forEach((state, index) => {
      renumbered[state] = index;
    });
    const table = new Uint16Array(count * width);
    order.forEach((state, index) => {
      for (let column = 0; column < width; column++) {
        table[index * width + column] = renumbered[next[state * width + column]];
      }
    });
    const outputs = order.slice(firstOutput).map(state => [...this.#filters[state]]);
    return { table, outputs, firstOutput };
  }

  #add({ text, filters }: Literal): void {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const column = this.columns[text.charCodeAt(i) & 0xff];
      let child = this.#children[state][column];
      if (child < 0) {
        child = this.#addState();
        this.#children[state][column] = child;
      }
      state = child;
    }
    for (const filter of filters) this.#filters[state].add(filter);
  }

  #addState(): number {
    if (this.#children.length >= MOST_STATES)
      throw new RangeError(`the literals need more than ${MOST_STATES} states`);
    this.#filters.push(new Set());
    return this.#children.push(new Int32Array(this.width).fill(-1)) - 1;
  }
}
