/**
 * Values by key, each made once and shared for as long as someone holds it. A value that nobody holds any more is
 * collected, and its key with it.
 */
export class WeakCache<V extends object> {
  readonly #references = new Map<string, WeakRef<V>>();
  readonly #registry = new FinalizationRegistry<string>(key => {
    // The key may be in use again, for a value made since.
    if (this.#references.get(key)?.deref() === undefined) this.#references.delete(key);
  });

  get(key: string, make: () => V): V {
    const known = this.#references.get(key)?.deref();
    if (known !== undefined) return known;
    const made = make();
    this.#references.set(key, new WeakRef(made));
    this.#registry.register(made, key);
    return made;
  }

  /** Number of keys, those of values not yet collected included. */
  get size(): number {
    return this.#references.size;
  }
}
