import type { TimeAllowance } from './time-budget.js';

/** What the engine asks of the program around it. */
export interface Environment {
  /** ISO 3166-1 alpha-2 code of an address, or null. */
  countryOf(ip: string): string | null;
  readonly collections: PersistentCollections;
  /** What one transaction may take of the processor. Default: no limit. */
  readonly timeAllowance?: TimeAllowance | null;
  /** Host name and port as SERVER_NAME and SERVER_PORT would be without a Host header. */
  readonly serverName: string;
}

/**
 * Collections that outlive a transaction (IP, SESSION, GLOBAL, USER, RESOURCE). Reads and writes are synchronous
 * against a local store.
 */
export interface PersistentCollections {
  /** Values of one record, e.g. of collection IP under the key 192.0.2.1. Lower-case names. */
  entries(collection: string, key: string): Iterable<readonly [name: string, value: string]>;
  get(collection: string, key: string, name: string): string | null;
  set(collection: string, key: string, name: string, value: string): void;
  delete(collection: string, key: string, name: string): void;
  /** Takes `amount` from a counter for every `seconds` that passed since it was set, never below zero. */
  deprecate(collection: string, key: string, name: string, amount: number, seconds: number): void;
  /** What is known of a record, or null when there is none. */
  describe(collection: string, key: string): RecordFacts | null;
  /** The value vanishes after so many seconds. */
  expire(collection: string, key: string, name: string, seconds: number): void;
}

/** The built-in variables of a record. Times are milliseconds since the epoch. */
export interface RecordFacts {
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Writes since it was created. */
  readonly updates: number;
  /** Seconds after its last write that the record goes. */
  readonly timeout: number;
}
