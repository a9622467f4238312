import type { Pair } from '../core/index.js';

/** The names of one request's arguments may come to this many bytes; deep JSON repeats its path in every name. */
const NAME_BYTES = 1024 * 1024;

/** Arguments as they are found, up to a bound. Reaching it is remembered as an error: floods are never cut in silence. */
export class ArgumentList {
  readonly pairs: Pair[] = [];
  /** What stopped the list from growing, or null. */
  error: string | null = null;
  #nameBytes = 0;
  #others = 0;

  /** @param limit most arguments that may be added */
  constructor(readonly limit: number) {}

  /** Adds one argument. @returns false when the bound is reached and the parser should stop */
  add(name: string, value: string): boolean {
    if (!this.#hasRoom()) return false;
    this.#nameBytes += name.length;
    if (this.#nameBytes > NAME_BYTES) {
      this.error = `argument names longer than ${NAME_BYTES} bytes together`;
      return false;
    }
    this.pairs.push({ name, value });
    return true;
  }

  /**
   * Adds what is left once the bound is reached or the text can be read no further: one argument more, undivided, so that
   * rules see all of it.
   */
  addRest(name: string, value: string): void {
    if (name !== '' || value !== '') this.pairs.push({ name, value });
  }

  /** Counts something that is no argument but costs as much, such as a file. @returns as `add` does */
  count(): boolean {
    if (!this.#hasRoom()) return false;
    this.#others++;
    return true;
  }

  #hasRoom(): boolean {
    if (this.pairs.length + this.#others < this.limit) return true;
    this.error = 'more arguments in query and body than the limit allows';
    return false;
  }
}
