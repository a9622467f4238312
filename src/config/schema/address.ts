import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { off, oneOrMany, Refusal, scalar } from './scalar.js';

/** Where to listen. `::` listens on all addresses, IPv6 and IPv4. */
export interface ListenAddress {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

const LISTEN = 'a port, host:port, [ipv6]:port, a list of these, or off';
const PORT = 'a port from 1 to 65535';
const NETWORK = 'an address or network such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32';

/** One or several listening addresses. @param anyHost host of a bare port */
export function listenAddresses(anyHost: string) {
  const item = scalar(
    z.union([z.int().min(0, PORT).max(65_535, PORT), z.string()], { error: LISTEN }),
    written => readListenAddress(String(written), anyHost),
  );
  return z
    .union([off, oneOrMany(item)], { error: LISTEN })
    .transform((written): ListenAddress[] => (written === 'off' ? [] : written));
}

function readListenAddress(text: string, anyHost: string): ListenAddress | Refusal {
  const colon = text.lastIndexOf(':');
  const portText = text.slice(colon + 1);
  if (!/^\d{1,5}$/.test(portText)) return new Refusal(LISTEN);
  const port = Number(portText);
  if (port > 65_535) return new Refusal(PORT);
  const host = colon < 0 ? '' : text.slice(0, colon);
  if (host === '') return { host: anyHost, port };
  if (host === '*') return { host: '::', port };
  if (host.startsWith('[') && host.endsWith(']') && isIP(host.slice(1, -1)) === 6) {
    return { host: host.slice(1, -1).toLowerCase(), port };
  }
  if (isIPv4(host) || host === 'localhost') return { host, port };
  if (isIP(text) === 6 || host.includes(':'))
    return new Refusal('an IPv6 address in brackets, as in "[::1]:8080"');
  return new Refusal('an address of this machine before the port, not a name');
}

/** True when the text is meant as an address or network, right or wrong: a list name has neither dot, colon nor slash. */
export function looksLikeNetwork(text: string): boolean {
  return /[.:/]/.test(text) || /^\d/.test(text);
}

/** Checks an address or a network in CIDR form. @returns the text in lower case, or what would be right */
export function readNetwork(text: string): string | Refusal {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return new Refusal(NETWORK);
  if (slash >= 0) {
    const prefix = text.slice(slash + 1);
    const most = family === 4 ? 32 : 128;
    if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > most) {
      return new Refusal(`a prefix length from 0 to ${most} after the slash`);
    }
  }
  return text.toLowerCase();
}

/** The network that a CIDR with bits set behind its prefix belongs to, or null when it has none. */
export function misalignedNetwork(network: string): string | null {
  if (!network.includes('/')) return null;
  const [address, length] = ipaddr.parseCIDR(network);
  const base =
    address instanceof ipaddr.IPv4
      ? ipaddr.IPv4.networkAddressFromCIDR(network)
      : ipaddr.IPv6.networkAddressFromCIDR(network);
  return base.toNormalizedString() === address.toNormalizedString() ? null : `${base.toString()}/${length}`;
}

export const network = scalar(z.string({ error: NETWORK }), readNetwork);

/** Names of lists: what can never be taken for an address, and not a word with a meaning of its own. */
export const LIST_NAME = /^(?!(?:all|off)$)[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** The name of a list, or an address or network written in place. */
export const listEntry = scalar(z.string({ error: `the name of a list, or ${NETWORK}` }), written => {
  if (looksLikeNetwork(written)) return readNetwork(written);
  return LIST_NAME.test(written) ? written : new Refusal(`the name of a list, or ${NETWORK}`);
});
