/** Longest pause, in pauses. */
const MOST_DOUBLINGS = 4;

/**
 * What is known of one upstream's health: from what requests met (passive: a circuit breaker) and from checks (active).
 * All times are monotonic milliseconds.
 */
export class Health {
  /** Failures in a row that requests met. */
  #failures = 0;
  /** When it may be tried again; 0 while it is not left out. */
  #until = 0;
  /** Times in a row that it was left out. */
  #pauses = 0;
  /** A request is under way that tells whether it can be used again. */
  #trying = false;
  /** What active checks say: up until they say otherwise. */
  #checkedUp = true;
  /** Checks in a row that contradict it. */
  #contrary = 0;

  /**
   * @param limit failures in a row after which it is left out; 0: never
   * @param pause how long at first, in milliseconds
   */
  constructor(
    readonly limit: number,
    readonly pause: number,
  ) {}

  /** False while it is left out, or checks say that it is down. */
  isUp(now: number): boolean {
    return this.#checkedUp && now >= this.#until;
  }

  /** When a request may try it again; null while checks say that it is down. */
  get retryAt(): number | null {
    return this.#checkedUp ? this.#until : null;
  }

  /** To be called when a request is sent to it: where it was left out, others stay away until that one tells. */
  use(now: number): void {
    if (this.#until === 0) return;
    this.#trying = true;
    this.#until = now + this.pause;
  }

  succeed(): void {
    this.#failures = 0;
    this.#until = 0;
    this.#pauses = 0;
    this.#trying = false;
  }

  fail(now: number): void {
    if (this.limit === 0) return;
    this.#failures++;
    // It is left out already, and this request was sent before.
    if (this.#until !== 0 && !this.#trying) return;
    if (this.#until === 0 && this.#failures < this.limit) return;
    this.#trying = false;
    this.#until = now + this.pause * 2 ** Math.min(this.#pauses, MOST_DOUBLINGS);
    this.#pauses++;
  }

  /** What active checks say. */
  get checkedUp(): boolean {
    return this.#checkedUp;
  }

  /** Takes over what the checks of another process say. */
  heed(up: boolean): void {
    this.#contrary = 0;
    if (up === this.#checkedUp) return;
    this.#checkedUp = up;
    if (up) this.succeed();
  }

  /**
   * @param rise checks in a row that must succeed for it to be up again
   * @param fall checks in a row that must fail for it to be down
   * @returns true when this changed what checks say
   */
  noteCheck(succeeded: boolean, rise: number, fall: number): boolean {
    if (succeeded === this.#checkedUp) {
      this.#contrary = 0;
      return false;
    }
    this.#contrary++;
    if (this.#contrary < (succeeded ? rise : fall)) return false;
    this.#checkedUp = succeeded;
    this.#contrary = 0;
    if (succeeded) this.succeed();
    return true;
  }
}
