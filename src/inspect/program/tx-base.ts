import { Entry } from '../entry.js';
import type { Selector } from '../plan.js';
import { Value } from '../value.js';
import type { Write } from './known-rule.js';

/** A TX collection that many transactions share: frozen, its values kept with what operators said of them. */
export class TxBase {
  readonly #slots: ReadonlyMap<string, readonly [Entry]>;
  readonly entries: readonly Entry[];
  /** True when one of TX:0 … TX:9 is among them. */
  readonly hasCaptures: boolean;
  readonly #selected = new Map<Selector, readonly Entry[]>();

  private constructor(slots: ReadonlyMap<string, readonly [Entry]>) {
    this.#slots = slots;
    this.entries = Object.freeze(Array.from(slots.values(), ([entry]) => entry));
    this.hasCaptures = this.entries.some(({ lowerKey }) => lowerKey.length === 1);
  }

  /** @param values by lower-case name */
  static of(values: Iterable<readonly [string, string]>): TxBase {
    return new TxBase(new Map(Array.from(values, ([name, value]) => [name, slot(name, value)])));
  }

  get size(): number {
    return this.#slots.size;
  }

  find(name: string): readonly [Entry] | undefined {
    return this.#slots.get(name);
  }

  /** Entries whose names a selector of a rule names; rules have only so many selectors. */
  select(selector: Selector): readonly Entry[] {
    let selected = this.#selected.get(selector);
    if (selected === undefined) {
      selected = Object.freeze(this.entries.filter(entry => selector.matches(entry.lowerKey)));
      this.#selected.set(selector, selected);
    }
    return selected;
  }

  with(writes: readonly Write[]): TxBase {
    const slots = new Map(this.#slots);
    for (const [name, value] of writes) {
      if (value === null) slots.delete(name);
      else slots.set(name, slot(name, value));
    }
    return new TxBase(slots);
  }
}

function slot(name: string, value: string): readonly [Entry] {
  return Object.freeze([new Entry('TX', name, new Value(value, true))] as const);
}
