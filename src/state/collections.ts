import { LRUCache } from 'lru-cache';

interface Stored {
  readonly value: string;
  /** `Date.now()` milliseconds, or Infinity. */
  readonly expiresAt: number;
  /** Up to when `deprecate` has taken its share. */
  readonly countedTo: number;
}

/** The variables of one client, session or user. */
interface StoredRecord {
  readonly values: Map<string, Stored>;
  readonly createdAt: number;
  updatedAt: number;
  updates: number;
  /** Seconds that rules gave the record by its variable `timeout`, or null. */
  timeout: number | null;
}

/** What is known of a record. Times are milliseconds since the epoch, the timeout is in seconds. */
export interface RecordDescription {
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly updates: number;
  readonly timeout: number;
}

/** Records that are kept at once; the least recently used one goes first. */
const MOST_RECORDS = 100_000;
/** Values of one record: a rule set that makes up names per request must not grow without end. */
const MOST_VALUES = 256;
const MOST_SECONDS = 1_000_000_000;

/**
 * SecLang's persistent collections (IP, SESSION, GLOBAL, USER, RESOURCE) in this process's memory: bounded, and gone
 * `timeout` seconds after a record was last written.
 */
export class MemoryCollections {
  readonly #records: LRUCache<string, StoredRecord>;
  readonly #timeout: () => number;
  readonly #now: () => number;

  /**
   * @param timeout seconds (SecCollectionTimeout), asked at every write
   * @param now clock in milliseconds, for tests
   * @param most records kept at once; their places are allocated at the start
   */
  constructor(timeout: number | (() => number), now: () => number = Date.now, most = MOST_RECORDS) {
    this.#timeout = typeof timeout === 'number' ? () => timeout : timeout;
    this.#now = now;
    this.#records = new LRUCache({ max: most, ttl: 1, ttlResolution: 0, perf: { now } });
  }

  /** Live values of one record. */
  *entries(collection: string, key: string): Iterable<readonly [name: string, value: string]> {
    const record = this.#records.get(recordKey(collection, key));
    if (record === undefined) return;
    for (const [name, stored] of record.values) {
      if (stored.expiresAt > this.#now()) yield [name, stored.value];
    }
  }

  get(collection: string, key: string, name: string): string | null {
    const stored = this.#records.get(recordKey(collection, key))?.values.get(name);
    return stored !== undefined && stored.expiresAt > this.#now() ? stored.value : null;
  }

  describe(collection: string, key: string): RecordDescription | null {
    const record = this.#records.get(recordKey(collection, key));
    if (record === undefined) return null;
    const { createdAt, updatedAt, updates, timeout } = record;
    return { createdAt, updatedAt, updates, timeout: timeout ?? this.#timeout() };
  }

  /**
   * Keeps a running expiry, as ModSecurity does. Over 256 values of a record the write is refused. The name `timeout`
   * says how many seconds the record lives after its last write.
   */
  set(collection: string, key: string, name: string, value: string): void {
    const now = this.#now();
    const record = this.#records.get(recordKey(collection, key)) ?? newRecord(now);
    if (name === 'timeout') {
      record.timeout = Math.min(Number.parseInt(value, 10) || 0, MOST_SECONDS);
    } else {
      const before = record.values.get(name);
      const running = before !== undefined && before.expiresAt > now;
      if (before === undefined && record.values.size >= MOST_VALUES) return;
      record.values.set(name, {
        value,
        expiresAt: running ? before.expiresAt : Number.POSITIVE_INFINITY,
        countedTo: running ? before.countedTo : now,
      });
    }
    this.#written(recordKey(collection, key), record, now);
  }

  delete(collection: string, key: string, name: string): void {
    this.#records.get(recordKey(collection, key))?.values.delete(name);
  }

  expire(collection: string, key: string, name: string, seconds: number): void {
    const record = this.#records.get(recordKey(collection, key));
    const stored = record?.values.get(name);
    if (record !== undefined && stored !== undefined) {
      record.values.set(name, { ...stored, expiresAt: this.#now() + seconds * 1000 });
    }
  }

  /**
   * Takes `amount` from a counter for every whole `seconds` that passed since it was made or last counted down. What is
   * left of a period counts for the next one. Never below zero.
   */
  deprecate(collection: string, key: string, name: string, amount: number, seconds: number): void {
    const id = recordKey(collection, key);
    const record = this.#records.get(id);
    const stored = record?.values.get(name);
    const now = this.#now();
    if (record === undefined || stored === undefined || stored.expiresAt <= now) return;
    const periods = Math.floor((now - stored.countedTo) / (seconds * 1000));
    if (periods <= 0) return;
    const before = Number.parseInt(stored.value, 10) || 0;
    record.values.set(name, {
      ...stored,
      value: String(Math.max(0, before - periods * amount)),
      countedTo: stored.countedTo + periods * seconds * 1000,
    });
    this.#written(id, record, now);
  }

  #written(id: string, record: StoredRecord, now: number): void {
    record.updatedAt = now;
    record.updates++;
    const seconds = record.timeout ?? this.#timeout();
    if (seconds <= 0) this.#records.delete(id);
    else this.#records.set(id, record, { ttl: seconds * 1000 });
  }
}

function newRecord(now: number): StoredRecord {
  return { values: new Map(), createdAt: now, updatedAt: now, updates: 0, timeout: null };
}

function recordKey(collection: string, key: string): string {
  return `${collection}\n${key}`;
}
