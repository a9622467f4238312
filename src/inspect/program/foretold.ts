import type { Entry } from '../entry.js';
import type { Write } from './known-rule.js';
import type { TxBase } from './tx-base.js';

/** Ways that TX came to be at one place; more than a few are not remembered. */
const MOST_BASES = 8;

/**
 * What rules that are foreseen do, put together: a stretch of set-up rules becomes one step, which for most transactions
 * exchanges one frozen collection for another.
 */
export class Foretold {
  readonly #after = new Map<TxBase, TxBase>();

  /**
   * @param writes in the order of the rules
   * @param matched what the last of the rules matched that tests something, for MATCHED_VAR and its kin; null when none does
   */
  constructor(
    readonly writes: readonly Write[],
    readonly matched: readonly Entry[] | null,
  ) {}

  /** The collection after the writes, when it was `before` and nothing of the transaction's own; null when not remembered. */
  after(before: TxBase): TxBase | null {
    let after = this.#after.get(before);
    if (after === undefined) {
      if (this.#after.size >= MOST_BASES) return null;
      after = before.with(this.writes);
      this.#after.set(before, after);
    }
    return after;
  }
}
