import { Entry } from './entry.js';
import type { ValueCache } from './value-cache.js';

const CAPTURES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** A rule set that makes up names per argument must not grow without end. */
const MOST_NAMES = 10_000;
const NOTHING: readonly Entry[] = Object.freeze([]);

/** The TX collection of one transaction. Names are lower case. */
export class TxCollection {
  /** Each as the list of one entry that rules read: most rules of a rule set ask for one TX variable. */
  readonly #entries = new Map<string, readonly [Entry]>();
  readonly #presets: ReadonlyMap<string, string>;
  readonly #values: ValueCache;
  /** All entries, until one is set or deleted. */
  #all: readonly Entry[] | null = null;

  /** @param values where values that come again and again are kept */
  constructor(presets: ReadonlyMap<string, string>, values: ValueCache) {
    this.#presets = presets;
    this.#values = values;
    for (const [name, value] of presets) this.#put(name, value);
  }

  get(name: string): string | null {
    return this.#entries.get(name)?.[0].value.bytes ?? null;
  }

  /** @throws RangeError when a transaction makes up more than 10,000 names */
  set(name: string, value: string): void {
    if (this.#presets.has(name)) return;
    if (this.#entries.size >= MOST_NAMES && !this.#entries.has(name)) {
      throw new RangeError(`a transaction set more than ${MOST_NAMES} TX variables`);
    }
    this.#put(name, value);
  }

  delete(name: string): void {
    if (!this.#presets.has(name)) this.#remove(name);
  }

  /** Sets TX:0 … TX:9 from a match; groups it does not have are unset. */
  capture(groups: readonly (string | undefined)[]): void {
    for (let i = 0; i < CAPTURES.length; i++) {
      if (i < groups.length) this.#put(CAPTURES[i], groups[i] ?? '');
      else this.#remove(CAPTURES[i]);
    }
  }

  find(name: string): readonly Entry[] {
    return this.#entries.get(name) ?? NOTHING;
  }

  entries(): readonly Entry[] {
    this.#all ??= Array.from(this.#entries.values(), ([entry]) => entry);
    return this.#all;
  }

  #put(name: string, value: string): void {
    this.#all = null;
    this.#entries.set(name, [new Entry('TX', name, this.#values.get(value))]);
  }

  #remove(name: string): void {
    if (this.#entries.delete(name)) this.#all = null;
  }
}
