import { SortedIndex } from '../core/index.js';
import type { RangeTableBuilder } from './range-table-builder.js';
import { sortedOrder } from './sort.js';

/**
 * A million ranges in a few typed arrays: 12 bytes for an IPv4 range, 36 for an IPv6 one. Ranges are disjoint and
 * sorted, so one search finds the only one that can hold an address: first by its first word in an index (of a table
 * that is worth one), then among the few that are left. Overlaps are cut where they begin: what
 * remains of each range still belongs to the line that it came from.
 *
 * Words of IPv6 stand in columns, because most searches look at the first word alone: that way they touch a quarter of
 * the memory.
 */
export class RangeTable {
  readonly #index: SortedIndex | null;
  readonly #lines: Uint32Array;

  /**
   * @param starts columns of first addresses: one for IPv4, four for IPv6
   * @param ends columns of last addresses
   */
  private constructor(
    readonly starts: readonly Uint32Array[],
    readonly ends: readonly Uint32Array[],
    lines: Uint32Array,
  ) {
    this.#lines = lines;
    this.#index = SortedIndex.of(starts[0]);
  }

  /** Builds the table of what `builder` collected. */
  static from(builder: RangeTableBuilder): RangeTable {
    const { width, starts, ends, lines, count } = builder;
    const order = sortedOrder(starts, count);
    const outStarts = Array.from({ length: width }, () => new Uint32Array(count));
    const outEnds = Array.from({ length: width }, () => new Uint32Array(count));
    const outLines = new Uint32Array(count);
    let size = 0;
    for (let i = 0; i < count; i++) {
      const from = order === null ? i : order[i];
      const last = size - 1;
      const overlaps = size > 0 && compare(starts, from, outEnds, last) <= 0;
      if (overlaps && compare(ends, from, outEnds, last) <= 0) continue;
      copy(ends, from, outEnds, size);
      if (overlaps) {
        copy(outEnds, last, outStarts, size);
        increment(outStarts, size);
      } else copy(starts, from, outStarts, size);
      outLines[size] = lines[from];
      size++;
    }
    const trim = (column: Uint32Array): Uint32Array => (size === count ? column : column.slice(0, size));
    return new RangeTable(outStarts.map(trim), outEnds.map(trim), trim(outLines));
  }

  /** The table of columns that another thread built. */
  static of(parts: TableParts): RangeTable {
    return new RangeTable(parts.starts, parts.ends, parts.lines);
  }

  /** Plain data, for another thread. */
  get parts(): TableParts {
    return { starts: this.starts, ends: this.ends, lines: this.#lines };
  }

  get size(): number {
    return this.#lines.length;
  }

  /** Line that the range at an index came from. */
  lineAt(index: number): number {
    return this.#lines[index];
  }

  /** Index of the range that holds the address in `words` (of this table's family), or -1. Allocates nothing. */
  indexOf(words: Uint32Array): number {
    return this.starts.length === 1 ? this.#indexOf4(words) : this.#indexOf6(words);
  }

  #indexOf4(words: Uint32Array): number {
    const word = words[3];
    const starts = this.starts[0];
    let low = 0;
    let high = starts.length;
    const index = this.#index;
    if (index !== null) {
      const bucket = index.bucketOf(word);
      low = index.edges[bucket];
      high = index.edges[bucket + 1];
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return low > 0 && word <= this.ends[0][low - 1] ? low - 1 : -1;
  }

  #indexOf6(words: Uint32Array): number {
    const a = words[0];
    const b = words[1];
    const c = words[2];
    const d = words[3];
    const [starts, second, third, fourth] = this.starts;
    let low = 0;
    let high = starts.length;
    const index = this.#index;
    if (index !== null) {
      const bucket = index.bucketOf(a);
      low = index.edges[bucket];
      high = index.edges[bucket + 1];
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = starts[middle] - a || second[middle] - b || third[middle] - c || fourth[middle] - d;
      if (order <= 0) low = middle + 1;
      else high = middle;
    }
    if (low-- === 0) return -1;
    const [ends, ends2, ends3, ends4] = this.ends;
    return (ends[low] - a || ends2[low] - b || ends3[low] - c || ends4[low] - d) >= 0 ? low : -1;
  }
}

/** What a table consists of. */
export interface TableParts {
  readonly starts: readonly Uint32Array[];
  readonly ends: readonly Uint32Array[];
  readonly lines: Uint32Array;
}

type Columns = readonly Uint32Array[];

function compare(x: Columns, i: number, y: Columns, j: number): number {
  for (let w = 0; w < x.length; w++) {
    const order = x[w][i] - y[w][j];
    if (order !== 0) return order;
  }
  return 0;
}

function copy(from: Columns, i: number, to: Columns, j: number): void {
  for (let w = 0; w < to.length; w++) to[w][j] = from[w][i];
}

/** Adds one. It cannot run over: the range that goes on behind it ends later still. */
function increment(columns: Columns, index: number): void {
  for (let w = columns.length - 1; w >= 0; w--) {
    columns[w][index]++;
    if (columns[w][index] !== 0) return;
  }
}
