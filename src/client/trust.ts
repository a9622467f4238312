import type { Address } from '../core/index.js';
import { formatAddress } from './format.js';
import { type AddressRange, compareAddresses, parseCidr } from './range.js';

/** The proxies whose word about the client is taken. */
export interface Trust {
  trusts(address: Address): boolean;
}

/**
 * Compiles `trustedProxies`.
 *
 * This is a trust boundary: whoever is inside may name any address as the client's, and so pass every gate. List the
 * proxies alone, never `0.0.0.0/0`. A CIDR with host bits set is refused, because it would trust more than it says.
 * @param cidrs addresses and CIDRs; none means that no forwarding header is ever read
 * @throws Error that names every entry that is wrong and what would be right
 */
export function compileTrust(cidrs: readonly string[]): Trust {
  const mistakes: string[] = [];
  const v4: AddressRange[] = [];
  const v6: AddressRange[] = [];
  for (const text of cidrs) {
    const range = parseCidr(text);
    if (range === null)
      mistakes.push(`"${text}" is not an address or CIDR such as 10.0.0.0/8 or 2001:db8::/32`);
    else if (range.masked) {
      const [address, prefix] = text.split('/');
      const network = `${formatAddress(range.from)}/${text.includes(':') && range.from.family === 4 ? Number(prefix) - 96 : prefix}`;
      mistakes.push(
        `"${text}" has host bits set: write ${network} for the network or ${address} for the one proxy`,
      );
    } else (range.from.family === 4 ? v4 : v6).push(range);
  }
  if (mistakes.length > 0) throw new Error(`trustedProxies: ${mistakes.join('; ')}`);
  return {
    trusts(address) {
      const ranges = address.family === 4 ? v4 : v6;
      for (let i = 0; i < ranges.length; i++) {
        const range = ranges[i];
        if (compareAddresses(range.from, address) <= 0 && compareAddresses(address, range.to) <= 0)
          return true;
      }
      return false;
    },
  };
}
