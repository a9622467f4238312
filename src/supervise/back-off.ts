/** First wait before a worker that died is replaced, and the longest, in milliseconds. */
const FIRST = 100;
const LONGEST = 30_000;
/** A worker that served this long before it died did not die of its start. */
const STEADY = 60_000;

/** Waits between the deaths of the workers of one slot: none would let a worker that cannot start take a whole processor. */
export class BackOff {
  #next = FIRST;

  /** @param lived milliseconds between its start and its death @returns milliseconds until it is replaced */
  afterDeath(lived: number): number {
    if (lived >= STEADY) this.#next = FIRST;
    const wait = this.#next;
    this.#next = Math.min(LONGEST, wait * 2);
    return wait;
  }
}
