import { type KeyedHash, SlotTable } from '../core/index.js';

/** Keys counted at once: 2^16 slots of 32 bytes. */
const CAPACITY = 65_536;

/**
 * Counts events by key over a sliding window: those of the running window, and of the one before as much as still lies
 * within. Bounded; under too many keys the one that was counted longest ago gives way.
 */
export class Windows {
  readonly #table: SlotTable;
  /** When the running window began. */
  readonly #begun: Float64Array;
  readonly #running: Uint32Array;
  readonly #before: Uint32Array;

  constructor(capacity = CAPACITY) {
    this.#table = new SlotTable(capacity);
    const { slots } = this.#table;
    this.#begun = new Float64Array(slots);
    this.#running = new Uint32Array(slots);
    this.#before = new Uint32Array(slots);
  }

  /**
   * Counts one event.
   * @param key finished
   * @param length of the window, and `now`, in milliseconds
   * @returns events within the window, this one too
   */
  count({ high, low }: KeyedHash, length: number, now: number): number {
    let slot = this.#table.find(high, low);
    if (slot < 0) {
      slot = this.#table.take(high, low, this.#begun);
      this.#begin(slot, now, 0);
    }
    const age = now - this.#begun[slot];
    if (age >= 2 * length || age < 0) this.#begin(slot, now, 0);
    else if (age >= length) this.#begin(slot, this.#begun[slot] + length, this.#running[slot]);
    this.#running[slot]++;
    const left = 1 - (now - this.#begun[slot]) / length;
    return this.#running[slot] + Math.floor(this.#before[slot] * left);
  }

  /** Forgets what was counted for a key. */
  clear({ high, low }: KeyedHash): void {
    const slot = this.#table.find(high, low);
    if (slot >= 0) this.#begin(slot, 0, 0);
  }

  #begin(slot: number, at: number, before: number): void {
    this.#begun[slot] = at;
    this.#before[slot] = before;
    this.#running[slot] = 0;
  }
}
