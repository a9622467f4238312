import { lowerAscii } from '../core/index.js';
import type { Value } from './value.js';

/** One value that a variable gives: `ARGS:q` with the value of that argument, or `REQUEST_URI` with no key. */
export class Entry {
  #lowerKey: string | null;

  constructor(
    /** Name of the variable, e.g. `ARGS`. */
    readonly collection: string,
    readonly key: string | null,
    readonly value: Value,
  ) {
    this.#lowerKey = null;
  }

  /** As logs and MATCHED_VAR_NAME show it. */
  get name(): string {
    return this.key === null ? this.collection : `${this.collection}:${this.key}`;
  }

  /** The key for comparing: SecLang's selectors have no regard to ASCII case. Empty when there is no key. */
  get lowerKey(): string {
    this.#lowerKey ??= this.key === null ? '' : lowerAscii(this.key);
    return this.#lowerKey;
  }
}
