import type { Address } from './address.js';

/** Who is calling, worked out once per request from the connection and, behind trusted proxies, from its headers. */
export interface Client {
  /** The one true client address (IPv4-mapped IPv6 is folded to IPv4). */
  readonly address: Address;
  /** `address` in canonical text form (RFC 5952 for IPv6). */
  readonly ip: string;
  /** Port of the connection's peer. It is the client's own port only when no proxy stands between. */
  readonly port: number;
  /** Address of the connection's peer, in canonical text form: the last proxy, or the client itself. */
  readonly peer: string;
  /** ISO 3166-1 alpha-2 code in upper case, or null when the database does not know the address. */
  readonly country: string | null;
  /** Number of the autonomous system that announces the address; null or left out when it is not known. */
  readonly asn?: number | null;
}
