import { Entry } from './entry.js';
import { Value } from './value.js';

const CAPTURES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** A rule set that makes up names per argument must not grow without end. */
const MOST_NAMES = 10_000;

/** The TX collection of one transaction. Names are lower case. */
export class TxCollection {
  readonly #values = new Map<string, Value>();
  readonly #presets: ReadonlyMap<string, string>;

  constructor(presets: ReadonlyMap<string, string>) {
    this.#presets = presets;
    for (const [name, value] of presets) this.#values.set(name, new Value(value));
  }

  get(name: string): string | null {
    return this.#values.get(name)?.bytes ?? null;
  }

  /** @throws RangeError when a transaction makes up more than 10,000 names */
  set(name: string, value: string): void {
    if (this.#presets.has(name)) return;
    if (this.#values.size >= MOST_NAMES && !this.#values.has(name)) {
      throw new RangeError(`a transaction set more than ${MOST_NAMES} TX variables`);
    }
    this.#values.set(name, new Value(value));
  }

  delete(name: string): void {
    if (!this.#presets.has(name)) this.#values.delete(name);
  }

  /** Sets TX:0 … TX:9 from a match; groups it does not have are unset. */
  capture(groups: readonly (string | undefined)[]): void {
    for (let i = 0; i < CAPTURES.length; i++) {
      if (i < groups.length) this.#values.set(CAPTURES[i], new Value(groups[i] ?? ''));
      else this.#values.delete(CAPTURES[i]);
    }
  }

  find(name: string): readonly Entry[] {
    const value = this.#values.get(name);
    return value === undefined ? [] : [new Entry('TX', name, value)];
  }

  entries(): readonly Entry[] {
    const entries: Entry[] = [];
    for (const [name, value] of this.#values) entries.push(new Entry('TX', name, value));
    return entries;
  }
}
