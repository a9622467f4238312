import { RequestError } from '../core/index.js';

/** How much processor time the rules may take for one transaction, in milliseconds. */
export interface TimeAllowance {
  /** Whatever its size. */
  readonly fixed: number;
  /** For each mebibyte of head and bodies. */
  readonly perMebibyte: number;
}

const MEBIBYTE = 1_048_576;
/** Bytes looked at after which processor time is read, which takes some 20 µs: an ordinary request never comes this far. */
const BETWEEN_LOOKS = MEBIBYTE;
/** What looking at a value costs beside its length, in bytes. */
const PER_VALUE = 32;

/**
 * Holds one transaction to its share of the processor: a request made to meet many rules with long values must not keep
 * others waiting. It counts bytes that rules look at, and reads the process's processor time once in a while, not the
 * clock on the wall: on a busy machine an ordinary request must not fail for having been kept waiting.
 *
 * One operator is never broken off; each takes time linear in its value, and values are as long as the limits on head and
 * body let them be.
 */
export class TimeBudget {
  readonly #allowance: TimeAllowance | null;
  /** Microseconds of processor time, read at the last look of this phase; -1: not yet read. */
  #readAt = -1;
  #spent = 0;
  #looked = 0;
  #bytes: number;

  /** @param allowance null: without a limit @param bytes of the head */
  constructor(allowance: TimeAllowance | null, bytes: number) {
    this.#allowance = allowance;
    this.#bytes = bytes;
  }

  /** A body came: there is more to look at, and more time for it. */
  grow(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Between phases other requests have their turn. */
  beginPhase(): void {
    this.#readAt = -1;
  }

  /**
   * Some value is looked at.
   * @throws RequestError (source `client`, code `inspection-time`) when the time is spent: the site's `onFault` answers it
   */
  look(length: number): void {
    this.#looked += length + PER_VALUE;
    if (this.#looked >= BETWEEN_LOOKS) this.#read();
  }

  #read(): void {
    this.#looked = 0;
    const allowance = this.#allowance;
    if (allowance === null) return;
    const { user, system } = process.cpuUsage();
    const now = user + system;
    if (this.#readAt >= 0) this.#spent += now - this.#readAt;
    this.#readAt = now;
    const allowed = allowance.fixed + (allowance.perMebibyte * this.#bytes) / MEBIBYTE;
    if (this.#spent <= allowed * 1000) return;
    throw new RequestError(
      'client',
      'inspection-time',
      500,
      `the rules took ${Math.round(this.#spent / 1000)} ms of processor time for ${this.#bytes} bytes, of ${Math.round(allowed)} ms`,
    );
  }
}
