import type { Address } from '../core/index.js';

/**
 * How addresses are read and printed. There is one reader in the program, so that no two steps can disagree about what
 * a text means; it lives in `client/`, and whoever builds a gate hands it in, since steps do not import each other.
 */
export interface AddressText {
  /** An address into four words at `at`; 0 when the text is not exactly one. Allocates nothing. */
  readAddress(text: string, start: number, end: number, out: Uint32Array, at: number): 0 | 4 | 6;
  /**
   * An address, a CIDR or `first-last` into words 0–3 (first) and 4–7 (last); negative for a CIDR with host bits set,
   * 0 when the text is none of them. Allocates nothing.
   */
  readRange(text: string, start: number, end: number, out: Uint32Array): 0 | 4 | 6 | -4 | -6;
  formatAddress(address: Address): string;
}
