/** Slots that a key may stand in. */
const WAYS = 8;

/**
 * Keys of 64 bits in a fixed number of slots: a key may stand in one of eight, and where all are taken the one that
 * weighs least gives way. Memory is what it is from the start, under however many keys. Whoever keeps numbers by slot
 * says how much each weighs.
 */
export class SlotTable {
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  readonly #mask: number;

  /** @param capacity slots, rounded up to a power of two and at least eight */
  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(WAYS, capacity)));
    this.#high = new Uint32Array(slots);
    this.#low = new Uint32Array(slots);
    this.#mask = slots / WAYS - 1;
  }

  get slots(): number {
    return this.#low.length;
  }

  /** Slot of a key, or -1. @param low not zero */
  find(high: number, low: number): number {
    const first = (high & this.#mask) * WAYS;
    for (let slot = first; slot < first + WAYS; slot++) {
      if (this.#low[slot] === low && this.#high[slot] === high) return slot;
    }
    return -1;
  }

  /** Puts a key that is not there into the slot that weighs least (an empty one weighs nothing). */
  take(high: number, low: number, weights: Float64Array): number {
    const first = (high & this.#mask) * WAYS;
    let best = first;
    for (let slot = first; slot < first + WAYS; slot++) {
      if (this.#low[slot] === 0) {
        best = slot;
        break;
      }
      if (weights[slot] < weights[best]) best = slot;
    }
    this.#high[best] = high;
    this.#low[best] = low;
    return best;
  }
}
