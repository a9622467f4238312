import { detached } from './detached.js';
import { Value } from './value.js';

/** Longer values are rarely the same twice, and would make the cache's memory large. */
const LONGEST = 512;
/** Values of a generation; two generations are kept. */
const GENERATION = 4096;
/** Fingerprints of values seen once; a power of two. */
const FINGERPRINTS = 16_384;

/**
 * Keeps values that come again and again (User-Agent, Accept, session cookies, names of arguments) with what was
 * worked out about them: transformed forms, candidates, answers of operators. It holds raw results only, which depend on
 * nothing but the bytes, and never a verdict: exclusions, `ctl` and TX are applied to each transaction anew.
 *
 * A value is kept from its second coming on, so that values never seen before do not churn the cache. Bounded: two
 * generations; when the young one is full, the old one goes.
 */
export class ValueCache {
  readonly #empty = new Value('', true);
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  readonly #seenOnce = new Uint32Array(FINGERPRINTS);

  get(bytes: string): Value {
    if (bytes.length === 0) return this.#empty;
    if (bytes.length > LONGEST) return new Value(bytes);
    const known = this.#young.get(bytes);
    if (known !== undefined) return known;
    const older = this.#old.get(bytes);
    if (older !== undefined) {
      this.#keep(older.bytes, older);
      return older;
    }
    const fingerprint = fingerprintOf(bytes);
    const slot = fingerprint & (FINGERPRINTS - 1);
    if (this.#seenOnce[slot] !== fingerprint) {
      this.#seenOnce[slot] = fingerprint;
      return new Value(bytes);
    }
    const value = new Value(detached(bytes), true);
    this.#keep(value.bytes, value);
    return value;
  }

  #keep(bytes: string, value: Value): void {
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(bytes, value);
  }
}

/** A cheap hash of the length and some of the chars; only a hint, equality is the map's to decide. */
function fingerprintOf(bytes: string): number {
  const { length } = bytes;
  let hash = length ^ 0x9e3779b9;
  const step = length <= 16 ? 1 : length >> 4;
  for (let i = 0; i < length; i += step) hash = Math.imul(hash ^ bytes.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ bytes.charCodeAt(length - 1), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
