import type { Address } from '../core/index.js';
import type { AddressRange } from './address-text.js';
import { sortedOrder } from './sort.js';

/**
 * A million ranges in a few typed arrays: 12 bytes for an IPv4 range, 36 for an IPv6 one. Ranges are disjoint and
 * sorted, so one binary search finds the only one that can hold an address. Overlaps are cut where they begin: what
 * remains of each range still belongs to the line that it came from.
 */
export class RangeTable {
  /** @param width words of an address: 1 for IPv4, 4 for IPv6 */
  private constructor(
    readonly width: 1 | 4,
    readonly starts: Uint32Array,
    readonly ends: Uint32Array,
    readonly lines: Uint32Array,
  ) {}

  /** Builds the table of what `builder` collected. */
  static from(builder: RangeTableBuilder): RangeTable {
    const { width, starts, ends, lines, count } = builder;
    const order = sortedOrder(starts, width, count);
    const outStarts = new Uint32Array(count * width);
    const outEnds = new Uint32Array(count * width);
    const outLines = new Uint32Array(count);
    let size = 0;
    for (let i = 0; i < count; i++) {
      const from = order === null ? i : order[i];
      const last = size - 1;
      const overlaps = size > 0 && compareWords(starts, from, outEnds, last, width) <= 0;
      if (overlaps && compareWords(ends, from, outEnds, last, width) <= 0) continue;
      copyWords(ends, from, outEnds, size, width);
      if (overlaps) {
        copyWords(outEnds, last, outStarts, size, width);
        increment(outStarts, size, width);
      } else copyWords(starts, from, outStarts, size, width);
      outLines[size] = lines[from];
      size++;
    }
    return new RangeTable(
      width,
      outStarts.slice(0, size * width),
      outEnds.slice(0, size * width),
      outLines.slice(0, size),
    );
  }

  get size(): number {
    return this.lines.length;
  }

  /** Index of the range that holds the address (of this table's family), or -1. */
  indexOf(address: Address): number {
    return this.width === 1 ? this.#indexOf4(address.d) : this.#indexOf6(address);
  }

  #indexOf4(word: number): number {
    const starts = this.starts;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return low > 0 && word <= this.ends[low - 1] ? low - 1 : -1;
  }

  #indexOf6(address: Address): number {
    const starts = this.starts;
    let low = 0;
    let high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareAt(starts, middle * 4, address) <= 0) low = middle + 1;
      else high = middle;
    }
    return low > 0 && compareAt(this.ends, (low - 1) * 4, address) >= 0 ? low - 1 : -1;
  }
}

/** Collects ranges of one family in arrays that double as they fill. */
export class RangeTableBuilder {
  starts: Uint32Array;
  ends: Uint32Array;
  lines: Uint32Array;
  count = 0;

  constructor(readonly width: 1 | 4) {
    this.starts = new Uint32Array(16 * width);
    this.ends = new Uint32Array(16 * width);
    this.lines = new Uint32Array(16);
  }

  add(range: AddressRange, line: number): void {
    if (this.count === this.lines.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
      this.lines = doubled(this.lines);
    }
    store(this.starts, this.count, range.from, this.width);
    store(this.ends, this.count, range.to, this.width);
    this.lines[this.count++] = line;
  }
}

function doubled(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function store(words: Uint32Array, index: number, address: Address, width: 1 | 4): void {
  if (width === 1) words[index] = address.d;
  else {
    const at = index * 4;
    words[at] = address.a;
    words[at + 1] = address.b;
    words[at + 2] = address.c;
    words[at + 3] = address.d;
  }
}

function compareAt(words: Uint32Array, at: number, address: Address): number {
  return (
    words[at] - address.a ||
    words[at + 1] - address.b ||
    words[at + 2] - address.c ||
    words[at + 3] - address.d
  );
}

function compareWords(x: Uint32Array, i: number, y: Uint32Array, j: number, width: number): number {
  for (let w = 0; w < width; w++) {
    const order = x[i * width + w] - y[j * width + w];
    if (order !== 0) return order;
  }
  return 0;
}

function copyWords(from: Uint32Array, i: number, to: Uint32Array, j: number, width: number): void {
  for (let w = 0; w < width; w++) to[j * width + w] = from[i * width + w];
}

/** Adds one. It cannot run over: the range that goes on behind it ends later still. */
function increment(words: Uint32Array, index: number, width: number): void {
  for (let w = width - 1; w >= 0; w--) {
    const at = index * width + w;
    words[at]++;
    if (words[at] !== 0) return;
  }
}
