/** What is known of one TX variable: its value, null when it is not set, undefined when that depends on the request. */
export type Known = string | null | undefined;

/**
 * What is known of the TX collection at one place of a rule set, for every request that can come there. Names are lower
 * case. What is not mentioned is known not to be set: a transaction begins with its presets and nothing else.
 */
export class KnownTx {
  readonly #values: Map<string, Known>;
  /** Beginnings of names that a request made up; the empty one means every name. */
  readonly #unknownPrefixes: Set<string>;

  constructor(values: Iterable<readonly [string, Known]> = [], unknownPrefixes: Iterable<string> = []) {
    this.#values = new Map(values);
    this.#unknownPrefixes = new Set(unknownPrefixes);
  }

  get(name: string): Known {
    if (this.#values.has(name)) return this.#values.get(name);
    for (const prefix of this.#unknownPrefixes) if (name.startsWith(prefix)) return undefined;
    return null;
  }

  set(name: string, value: Known): void {
    this.#values.set(name, value);
  }

  /** Any name that begins so may have been set or changed. */
  forgetPrefix(prefix: string): void {
    for (const name of this.#values.keys()) if (name.startsWith(prefix)) this.#values.set(name, undefined);
    this.#unknownPrefixes.add(prefix);
  }

  copy(): KnownTx {
    return new KnownTx(this.#values, this.#unknownPrefixes);
  }

  /** What holds where two ways come together: only what both know alike. */
  merge(other: KnownTx): KnownTx {
    const merged = new KnownTx([], [...this.#unknownPrefixes, ...other.#unknownPrefixes]);
    for (const name of new Set([...this.#values.keys(), ...other.#values.keys()])) {
      const value = this.get(name);
      merged.set(name, value === other.get(name) ? value : undefined);
    }
    return merged;
  }
}

/** The same for one place that may not be reached at all: then there is nothing to know. */
export function mergeReached(a: KnownTx | null, b: KnownTx | null): KnownTx | null {
  if (a === null) return b;
  return b === null ? a : a.merge(b);
}
