import type { Client, RequestHead } from '../core/index.js';
import { parsePeerAddress } from './address.js';
import type { CountryDatabase } from './country/index.js';
import { formatAddress } from './format.js';
import { forwardedClient } from './forwarded.js';
import type { Trust } from './trust.js';

/**
 * Works out who is calling. Total: it answers or says that it cannot, and never throws.
 * @param geo null when no country database is loaded: every country is then unknown
 * @param peerAddress the socket's `remoteAddress`, or what the PROXY protocol said
 * @param head null for a raw TCP connection, which has no headers to read
 * @returns null when the address cannot be read: refuse the request, do not wave it through
 */
export function resolveClient(
  trust: Trust,
  geo: CountryDatabase | null,
  peerAddress: string | undefined,
  peerPort: number,
  head: RequestHead | null,
): Client | null {
  const peer = parsePeerAddress(peerAddress);
  if (peer === null) return null;
  const address = head === null ? peer : forwardedClient(trust, peer, head);
  if (address === null) return null;
  const peerText = formatAddress(peer);
  return {
    address,
    ip: address === peer ? peerText : formatAddress(address),
    port: peerPort,
    peer: peerText,
    country: geo === null ? null : geo.lookup(address),
  };
}
