import { formatAddress, readRange } from '../client/index.js';
import type { Address } from '../core/index.js';
import type { AddressSpan } from '../state/index.js';

const LAST = 0xffff_ffff;

/** What a ban of this address is about: an IPv4 address, or the /64 of an IPv6 address. */
export function spanOfAddress(address: Address): AddressSpan {
  const { family, a, b, c, d } = address;
  if (family === 4) {
    return { family, words: [a, b, c, d, a, b, c, d], text: formatAddress(address) };
  }
  const network = formatAddress({ family, a, b, c: 0, d: 0 });
  return { family, words: [a, b, 0, 0, a, b, LAST, LAST], text: `${network}/64` };
}

/**
 * Addresses as an operator writes them: an address, a CIDR (host bits are dropped), or `first-last`.
 * @param widen whether one IPv6 address means its /64
 * @returns null when the text is none of them
 */
export function spanOfText(text: string, widen: boolean): AddressSpan | null {
  const read = new Uint32Array(8);
  const found = readRange(text, 0, text.length, read);
  if (found === 0) return null;
  const family = found === 4 || found === -4 ? 4 : 6;
  const [a, b, c, d, ...last] = read;
  const isOne = last.every((word, i) => word === read[i]);
  if (isOne && (widen || family === 4)) return spanOfAddress({ family, a, b, c, d });
  const words = [...read];
  const first = formatAddress({ family, a, b, c, d });
  if (isOne) return { family, words, text: first };
  const slash = text.indexOf('/');
  if (slash < 0) {
    const [a2, b2, c2, d2] = last;
    return { family, words, text: `${first}-${formatAddress({ family, a: a2, b: b2, c: c2, d: d2 })}` };
  }
  const prefix = Number(text.slice(slash + 1)) - (family === 4 && text.includes(':') ? 96 : 0);
  return { family, words, text: `${first}/${prefix}` };
}
