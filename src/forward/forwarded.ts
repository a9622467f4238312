import type { HeaderRules } from '../core/index.js';

/** What the gateway tells the upstream about where a request came from. */
export interface ForwardedInfo {
  /** The one true client address, canonical text. */
  readonly clientIp: string;
  /** Address of the connection's peer, canonical text: the last proxy, or the client itself. */
  readonly peer: string;
  /** True when the client's connection to this gateway is TLS. */
  readonly secure: boolean;
  /** The authority the request is for, as received (see `effectiveHost`). */
  readonly host: string;
  /** True when the peer is one of the trusted proxies: what it says of earlier hops is kept and continued. */
  readonly trusted: boolean;
  /** The site's own changes to the fields; null: none. */
  readonly headerRules: HeaderRules | null;
}

/** What a trusted proxy said of the hops before it; empty where it said nothing. */
export class EarlierHops {
  /** X-Forwarded-For, several fields joined in order. */
  chain = '';
  /** Forwarded (RFC 7239), likewise. */
  forwarded = '';
  proto = '';
  host = '';

  /** @param folded field name in lower case with `_` as `-` */
  note(folded: string, value: string): void {
    switch (folded) {
      case 'x-forwarded-for':
        this.chain = this.chain === '' ? value : `${this.chain}, ${value}`;
        break;
      case 'forwarded':
        this.forwarded = this.forwarded === '' ? value : `${this.forwarded}, ${value}`;
        break;
      case 'x-forwarded-proto':
        this.proto = value;
        break;
      case 'x-forwarded-host':
        this.host = value;
        break;
    }
  }
}

/**
 * Appends X-Forwarded-For, -Proto, -Host, X-Real-IP and Forwarded (RFC 7239) to a header list.
 * X-Forwarded-For always ends with the peer as this gateway saw it; X-Real-IP is the client as `client/` concluded.
 * @param hops null for a peer that is not trusted
 */
export function pushForwarded(out: string[], info: ForwardedInfo, hops: EarlierHops | null): void {
  const { peer, host } = info;
  let proto = info.secure ? 'https' : 'http';
  let shownHost = host;
  let chain = peer;
  let forwarded = '';
  if (hops !== null) {
    if (hops.chain !== '') chain = `${hops.chain}, ${peer}`;
    if (hops.proto === 'http' || hops.proto === 'https') proto = hops.proto;
    if (hops.host !== '') shownHost = hops.host;
    if (hops.forwarded !== '') forwarded = `${hops.forwarded}, `;
  }
  out.push('X-Forwarded-For', chain, 'X-Forwarded-Proto', proto, 'X-Real-IP', info.clientIp);
  const hop = `for=${node(peer)};proto=${info.secure ? 'https' : 'http'}`;
  if (shownHost !== '') out.push('X-Forwarded-Host', shownHost);
  // RFC 7239 section 4: a value that is no token must be quoted; a host that could break out of the quotes is left out.
  const named = host !== '' && !host.includes('"') && !host.includes('\\');
  out.push('Forwarded', named ? `${forwarded}${hop};host="${host}"` : forwarded + hop);
}

/** RFC 7239 section 6: an IPv6 address stands in brackets and quotes. */
function node(ip: string): string {
  return ip.includes(':') ? `"[${ip}]"` : ip;
}
