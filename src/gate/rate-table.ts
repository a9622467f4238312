import { type KeyedHash, SlotTable } from '../core/index.js';

/** Buckets kept at once: 2^18 of 16 bytes. */
const CAPACITY = 262_144;

/** A limit: so many in a time, and how many of them may come at once. */
export interface RateLimit {
  readonly limit: number;
  /** Milliseconds. */
  readonly within: number;
  readonly burst: number;
}

/**
 * Token buckets by key, as one number each (GCRA, ITU-T I.371): the time at which the bucket is full again. Memory is
 * fixed; under too many keys the fullest bucket gives way, which loses the least: it never lets in more than the key's
 * first burst. All gates share one table, and it outlives a reload.
 */
export class RateTable {
  readonly #table: SlotTable;
  readonly #fullAt: Float64Array;
  readonly #now: () => number;
  /** What was taken here since the last `spent`: key words, then milliseconds. Null: nobody asks. */
  #spent: Map<string, number> | null = null;

  /** @param now clock in milliseconds, for tests @param capacity buckets kept at once */
  constructor(now: () => number = Date.now, capacity = CAPACITY) {
    this.#table = new SlotTable(capacity);
    this.#fullAt = new Float64Array(this.#table.slots);
    this.#now = now;
  }

  /**
   * Takes a token.
   * @param key finished
   * @returns 0 when there was one, else the milliseconds until there is
   */
  take({ high, low }: KeyedHash, rate: RateLimit): number {
    const now = this.#now();
    const interval = rate.within / rate.limit;
    let slot = this.#table.find(high, low);
    const fullAt = slot < 0 ? now : Math.max(now, this.#fullAt[slot]);
    const wait = fullAt + interval - interval * rate.burst - now;
    // A millionth of a millisecond: what rounding may leave over.
    if (wait > 1e-6) return wait;
    if (slot < 0) slot = this.#table.take(high, low, this.#fullAt);
    this.#fullAt[slot] = fullAt + interval;
    if (this.#spent !== null && this.#spent.size < CAPACITY) {
      const name = `${high} ${low}`;
      this.#spent.set(name, (this.#spent.get(name) ?? 0) + interval);
    }
    return 0;
  }

  /** As `take`, without taking. */
  wait({ high, low }: KeyedHash, rate: RateLimit): number {
    const now = this.#now();
    const interval = rate.within / rate.limit;
    const slot = this.#table.find(high, low);
    const fullAt = slot < 0 ? now : Math.max(now, this.#fullAt[slot]);
    return Math.max(0, fullAt + interval - interval * rate.burst - now);
  }

  /** Milliseconds until the bucket is full again. */
  untilFull({ high, low }: KeyedHash): number {
    const slot = this.#table.find(high, low);
    return slot < 0 ? 0 : Math.max(0, this.#fullAt[slot] - this.#now());
  }

  /**
   * What was taken in this process since the last call, for the other workers: high, low, milliseconds, … It is gathered
   * from the first call on.
   */
  spent(): number[] {
    const list: number[] = [];
    for (const [name, time] of this.#spent ?? []) list.push(...name.split(' ').map(Number), time);
    this.#spent = new Map();
    return list;
  }

  /** Takes what another worker has taken; buckets may be overdrawn by as much as came in between. */
  merge(spent: readonly number[]): void {
    const now = this.#now();
    for (let i = 0; i + 2 < spent.length; i += 3) {
      const high = spent[i];
      const low = spent[i + 1];
      let slot = this.#table.find(high, low);
      const fullAt = slot < 0 ? now : Math.max(now, this.#fullAt[slot]);
      if (slot < 0) slot = this.#table.take(high, low, this.#fullAt);
      this.#fullAt[slot] = fullAt + spent[i + 2];
    }
  }
}
