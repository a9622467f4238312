import type { Address } from '../core/index.js';

/**
 * How addresses are read and printed. There is one reader in the program, so that no two steps can disagree about what
 * a text means; it lives in `client/`, and whoever builds a gate hands it in, since steps do not import each other.
 */
export interface AddressText {
  /** An address, a CIDR or `first-last`; null when the text is none of them. */
  parseRange(text: string): AddressRange | null;
  formatAddress(address: Address): string;
}

/** All addresses from `from` to `to`, both included and of one family. */
export interface AddressRange {
  readonly from: Address;
  readonly to: Address;
  /** True when a CIDR was written with host bits set: the range is the whole network. */
  readonly masked: boolean;
}
