import { SortedIndex } from '../../core/index.js';

/**
 * What a database says of every address, as sorted arrays of where its ranges begin: one search answers for an address
 * never seen before, with nothing allocated and no cache whose hit rate an attacker chooses.
 */
export class StartTable {
  readonly #starts: readonly Uint32Array[];
  readonly #values: Uint32Array;
  readonly #index: SortedIndex | null;

  constructor(list: StartList) {
    const { width, words, values } = list;
    this.#values = Uint32Array.from(values);
    this.#starts = Array.from({ length: width }, (_, word) => {
      const column = new Uint32Array(values.length);
      for (let i = 0; i < column.length; i++) column[i] = words[i * width + word];
      return column;
    });
    this.#index = SortedIndex.of(this.#starts[0]);
  }

  /** What was added for the range that holds the address in `words`. */
  find(words: Uint32Array): number {
    return this.#starts.length === 1 ? this.#find4(words) : this.#find6(words);
  }

  #find4(words: Uint32Array): number {
    const word = words[3];
    const starts = this.#starts[0];
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
    // The first start is 0: there is always one that is not above the address.
    return this.#values[low - 1];
  }

  #find6(words: Uint32Array): number {
    const a = words[0];
    const b = words[1];
    const c = words[2];
    const d = words[3];
    const [first, second, third, fourth] = this.#starts;
    let low = 0;
    let high = first.length;
    const index = this.#index;
    if (index !== null) {
      const bucket = index.bucketOf(a);
      low = index.edges[bucket];
      high = index.edges[bucket + 1];
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = first[middle] - a || second[middle] - b || third[middle] - c || fourth[middle] - d;
      if (order <= 0) low = middle + 1;
      else high = middle;
    }
    return this.#values[low - 1];
  }
}

/** Starts of ranges in ascending order; neighbours of the same value become one. */
export class StartList {
  readonly words: number[] = [];
  readonly values: number[] = [];
  #last = -1;

  /** @param width words of an address: 1 for IPv4, 4 for IPv6 */
  constructor(readonly width: 1 | 4) {}

  add(a: number, b: number, c: number, d: number, value: number): void {
    if (value === this.#last) return;
    this.#last = value;
    if (this.width === 1) this.words.push(d);
    else this.words.push(a, b, c, d);
    this.values.push(value);
  }
}
