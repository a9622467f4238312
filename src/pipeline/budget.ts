/**
 * One budget for all request bodies that are held in memory at the same time: a thousand large uploads at once must
 * not take the process down.
 */
export class BufferBudget {
  #used = 0;

  /** @param limit bytes */
  constructor(public limit: number) {}

  get used(): number {
    return this.#used;
  }

  /** Takes bytes out of the budget. @returns false, taking nothing, when there are not enough left */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.limit) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}
