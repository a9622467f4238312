import { applyHeaderRules, connectionOptions, lowerAscii, trimBlanks } from '../core/index.js';
import { EarlierHops, type ForwardedInfo, pushForwarded } from './forwarded.js';

/**
 * The header list that goes to the upstream: fields as received, in order and case, minus those that are for this hop
 * only, plus what the gateway says of the client.
 *
 * Left out:
 * - Connection, Keep-Alive, Proxy-Connection, Transfer-Encoding, Upgrade, Trailer, HTTP2-Settings, Expect and
 *   Proxy-Authorization, which end here (RFC 9110 sections 7.6.1, 10.1.1, 11.7.2), Proxy (CVE-2016-5385, "httpoxy") and
 *   TE but for `trailers`;
 * - Content-Length: the length of what is really sent is set by whoever sends it;
 * - X-Forwarded-*, Forwarded and X-Real-IP; from a trusted peer the first two go into the new ones and other
 *   X-Forwarded-* are kept.
 *
 * All of these also where they are written with `_` for `-`: CGI and its children read both as one variable, and
 * `Content_Length` would be a second length to them.
 *
 * Fields that Connection names are removed as RFC 9110 section 7.6.1 says, but not those an upstream or the rules rely
 * on (`isRemovable`): the request would be judged with them and arrive without, e.g. without its Content-Type.
 * @param authority replaces the Host field, for a target in absolute form (RFC 9112 section 3.2.2); null keeps it
 */
export function upstreamHeaders(
  rawHeaders: readonly string[],
  info: ForwardedInfo,
  authority: string | null,
): string[] {
  const out: string[] = [];
  const named = connectionOptions(rawHeaders);
  const hops = info.trusted ? new EarlierHops() : null;
  if (authority !== null) out.push('Host', authority);
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    const value = rawHeaders[i + 1];
    if (mayBeSpecial(name)) {
      const lower = name.toLowerCase();
      const folded = lower.includes('_') ? lower.replaceAll('_', '-') : lower;
      if (isHopByHop(folded)) {
        if (lower === 'te' && acceptsTrailers(value)) out.push(name, 'trailers');
        continue;
      }
      if (lower === 'host' && authority !== null) continue;
      if (isForwarded(folded)) {
        if (hops === null || isSetHere(folded)) {
          hops?.note(folded, value);
          continue;
        }
      }
    }
    if (named?.includes(name.toLowerCase()) && isRemovable(name.toLowerCase())) continue;
    out.push(name, value);
  }
  pushForwarded(out, info, hops);
  return applyHeaderRules(out, info.headerRules);
}

/** Tells most names apart by length alone: this runs for every field of every request. */
function mayBeSpecial(name: string): boolean {
  switch (name.length) {
    case 2: // te
    case 4: // host
    case 5: // proxy
    case 6: // expect
    case 7: // upgrade, trailer
    case 9: // forwarded, x-real-ip
    case 10: // connection, keep-alive
    case 14: // content-length, http2-settings
    case 16: // proxy-connection
    case 17: // transfer-encoding
    case 19: // proxy-authorization
      return true;
    default:
      // x-forwarded-…
      return name.length > 11 && (name.charCodeAt(0) | 0x20) === 0x78;
  }
}

function isHopByHop(lower: string): boolean {
  switch (lower) {
    case 'te':
    case 'proxy':
    case 'expect':
    case 'upgrade':
    case 'trailer':
    case 'connection':
    case 'keep-alive':
    case 'content-length':
    case 'http2-settings':
    case 'proxy-connection':
    case 'transfer-encoding':
    case 'proxy-authorization':
      return true;
    default:
      return false;
  }
}

function isForwarded(folded: string): boolean {
  return folded === 'forwarded' || folded === 'x-real-ip' || folded.startsWith('x-forwarded-');
}

/** Of those, the ones the gateway sets: never passed on beside its own, whoever sent them. */
function isSetHere(folded: string): boolean {
  switch (folded) {
    case 'forwarded':
    case 'x-real-ip':
    case 'x-forwarded-for':
    case 'x-forwarded-proto':
    case 'x-forwarded-host':
      return true;
    default:
      return false;
  }
}

const END_TO_END_PREFIXES = ['x-', 'sec-', 'content-', 'accept', 'if-', 'access-control-', 'cf-'];
const END_TO_END = new Set([
  ...['host', 'cookie', 'authorization', 'origin', 'referer', 'user-agent', 'range', 'date', 'from', 'via'],
  ...[
    'cache-control',
    'pragma',
    'forwarded',
    'max-forwards',
    'true-client-ip',
    'priority',
    'dnt',
    'soapaction',
  ],
  ...[
    'idempotency-key',
    'last-event-id',
    'save-data',
    'prefer',
    'depth',
    'destination',
    'overwrite',
    'want-digest',
  ],
]);

/** False for fields intended for all recipients, which no Connection option may name (RFC 9110 section 7.6.1). */
function isRemovable(lower: string): boolean {
  if (END_TO_END.has(lower)) return false;
  for (const prefix of END_TO_END_PREFIXES) if (lower.startsWith(prefix)) return false;
  return true;
}

function acceptsTrailers(te: string): boolean {
  for (const part of lowerAscii(te).split(',')) if (trimBlanks(part) === 'trailers') return true;
  return false;
}
