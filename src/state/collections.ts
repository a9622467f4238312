import { LRUCache } from 'lru-cache';

interface Stored {
  readonly value: string;
  /** `Date.now()` milliseconds, or Infinity. */
  readonly expiresAt: number;
}

/** Records that are kept at once; the least recently used one goes first. */
const MOST_RECORDS = 100_000;
/** Values of one record: a rule set that makes up names per request must not grow without end. */
const MOST_VALUES = 256;

/**
 * SecLang's persistent collections (IP, SESSION, GLOBAL, USER, RESOURCE) in this process's memory: bounded, and gone
 * `timeout` seconds after a record was last written.
 */
export class MemoryCollections {
  readonly #records: LRUCache<string, Map<string, Stored>>;
  readonly #now: () => number;

  /**
   * @param timeout seconds (SecCollectionTimeout)
   * @param now clock in milliseconds, for tests
   * @param most records kept at once; their places are allocated at the start
   */
  constructor(timeout: number, now: () => number = Date.now, most = MOST_RECORDS) {
    this.#now = now;
    this.#records = new LRUCache({ max: most, ttl: timeout * 1000, perf: { now } });
  }

  /** Live values of one record. */
  *entries(collection: string, key: string): Iterable<readonly [name: string, value: string]> {
    const record = this.#records.get(recordKey(collection, key));
    if (record === undefined) return;
    for (const [name, stored] of record) {
      if (stored.expiresAt > this.#now()) yield [name, stored.value];
    }
  }

  get(collection: string, key: string, name: string): string | null {
    const stored = this.#records.get(recordKey(collection, key))?.get(name);
    return stored !== undefined && stored.expiresAt > this.#now() ? stored.value : null;
  }

  /** Keeps a running expiry, as ModSecurity does. Over 256 values of a record the write is refused. */
  set(collection: string, key: string, name: string, value: string): void {
    const id = recordKey(collection, key);
    const record = this.#records.get(id) ?? new Map<string, Stored>();
    const before = record.get(name);
    const running = before !== undefined && before.expiresAt > this.#now();
    if (before === undefined && record.size >= MOST_VALUES) return;
    record.set(name, { value, expiresAt: running ? before.expiresAt : Number.POSITIVE_INFINITY });
    this.#records.set(id, record);
  }

  delete(collection: string, key: string, name: string): void {
    this.#records.get(recordKey(collection, key))?.delete(name);
  }

  expire(collection: string, key: string, name: string, seconds: number): void {
    const record = this.#records.get(recordKey(collection, key));
    const stored = record?.get(name);
    if (record !== undefined && stored !== undefined) {
      record.set(name, { value: stored.value, expiresAt: this.#now() + seconds * 1000 });
    }
  }
}

function recordKey(collection: string, key: string): string {
  return `${collection}\n${key}`;
}
