import { spanContains } from './address-map.js';
import type { Opening } from './operation.js';

/** Openings are for people in need, not for policy. */
export const MOST_OPENINGS = 100;

/** Whom break-glass lets in, in this process's memory. */
export class Openings {
  #open: readonly Opening[] = [];
  readonly #now: () => number;

  /** @param now clock in milliseconds, for tests */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  find(family: 4 | 6, words: ArrayLike<number>, site: string): Opening | null {
    if (this.#open.length === 0) return null;
    const now = this.#now();
    for (const opening of this.#open) {
      if (opening.until <= now || (opening.site !== null && opening.site !== site)) continue;
      if (spanContains(opening.span, family, words)) return opening;
    }
    return null;
  }

  /** Beyond the most there may be, the one that ends first goes. */
  add(opening: Opening): void {
    const others = this.active().filter(({ id }) => id !== opening.id);
    const all = [...others, opening].sort((a, b) => b.until - a.until);
    this.#open = all.slice(0, MOST_OPENINGS);
  }

  remove(id: string): void {
    this.#open = this.#open.filter(opening => opening.id !== id);
  }

  active(): Opening[] {
    const now = this.#now();
    return this.#open.filter(({ until }) => until > now);
  }
}
