import type { Address } from '../../core/index.js';

/**
 * Where each country's ranges begin, as sorted arrays: one binary search answers for an address never seen before, with
 * nothing allocated and no cache whose hit rate an attacker chooses.
 */
export class CountryTable {
  readonly #codes: readonly (string | null)[];
  readonly #starts4: Uint32Array;
  readonly #codes4: Uint16Array;
  /** Four words each. */
  readonly #starts6: Uint32Array;
  readonly #codes6: Uint16Array;

  constructor(codes: readonly (string | null)[], v4: StartList, v6: StartList) {
    this.#codes = codes;
    this.#starts4 = Uint32Array.from(v4.words);
    this.#codes4 = Uint16Array.from(v4.codes);
    this.#starts6 = Uint32Array.from(v6.words);
    this.#codes6 = Uint16Array.from(v6.codes);
  }

  lookup(address: Address): string | null {
    return this.#codes[address.family === 4 ? this.#lookup4(address.d) : this.#lookup6(address)];
  }

  #lookup4(word: number): number {
    const starts = this.#starts4;
    let low = 0;
    let high = starts.length;
    // The first start is 0: there is always a last one that is not above the address.
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (starts[middle] <= word) low = middle;
      else high = middle;
    }
    return this.#codes4[low];
  }

  #lookup6(address: Address): number {
    const { a, b, c, d } = address;
    const starts = this.#starts6;
    let low = 0;
    let high = this.#codes6.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      const at = middle * 4;
      const order = starts[at] - a || starts[at + 1] - b || starts[at + 2] - c || starts[at + 3] - d;
      if (order <= 0) low = middle;
      else high = middle;
    }
    return this.#codes6[low];
  }
}

/** Starts of ranges in ascending order; neighbours of the same code become one. */
export class StartList {
  readonly words: number[] = [];
  readonly codes: number[] = [];
  #last = -1;

  add(start: Address, code: number): void {
    if (code === this.#last) return;
    this.#last = code;
    if (start.family === 4) this.words.push(start.d);
    else this.words.push(start.a, start.b, start.c, start.d);
    this.codes.push(code);
  }
}
