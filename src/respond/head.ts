import { connectionOptions } from '../core/index.js';

/**
 * The field list for the client: as the upstream sent it, in case, order and number, without what is for one hop only
 * (RFC 9110 section 7.6.1: Connection and what it names, Keep-Alive, Proxy-Connection, Transfer-Encoding, Upgrade).
 * Node adds its own Connection and framing. A field without which the response would be read wrongly cannot be removed
 * by Connection.
 * @param chunked whether trailers can follow: Trailer is left out otherwise
 */
export function clientHeaders(rawHeaders: string[], chunked: boolean): string[] {
  const named = connectionOptions(rawHeaders);
  let out: string[] | null = null;
  let lengthSeen = false;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (isDropped(name, chunked) || (named !== null && isNamed(name, named))) {
      out ??= rawHeaders.slice(0, i);
      continue;
    }
    if (name.length === 14 && name.toLowerCase() === 'content-length') lengthSeen = true;
    if (lengthSeen && isRawDisposition(name, rawHeaders[i + 1])) {
      // Node's writeHead mangles a Content-Disposition with bytes above 7F behind a Content-Length.
      out ??= rawHeaders.slice(0, i);
      out.unshift(name, rawHeaders[i + 1]);
    } else out?.push(name, rawHeaders[i + 1]);
  }
  return out ?? rawHeaders;
}

function isDropped(name: string, chunked: boolean): boolean {
  switch (name.length) {
    case 7: {
      const lower = name.toLowerCase();
      return lower === 'upgrade' || (lower === 'trailer' && !chunked);
    }
    case 10: {
      const lower = name.toLowerCase();
      return lower === 'connection' || lower === 'keep-alive';
    }
    case 16:
      return name.toLowerCase() === 'proxy-connection';
    case 17:
      return name.toLowerCase() === 'transfer-encoding';
    default:
      return false;
  }
}

const NEVER_REMOVED = new Set([
  'content-length',
  'content-type',
  'content-encoding',
  'content-range',
  'vary',
]);

function isNamed(name: string, named: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return named.includes(lower) && !NEVER_REMOVED.has(lower);
}

function isRawDisposition(name: string, value: string): boolean {
  if (name.length !== 19 || name.toLowerCase() !== 'content-disposition') return false;
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 0x7e) return true;
  return false;
}

/** True when the list has a Content-Length field. */
export function hasLength(rawHeaders: readonly string[]): boolean {
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i].length === 14 && rawHeaders[i].toLowerCase() === 'content-length') return true;
  }
  return false;
}

/** For a 204, which must not have a Content-Length (RFC 9110 section 8.6): some clients wait for the body it names. */
export function withoutLength(rawHeaders: string[]): string[] {
  if (!hasLength(rawHeaders)) return rawHeaders;
  const out: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i].toLowerCase() !== 'content-length') out.push(rawHeaders[i], rawHeaders[i + 1]);
  }
  return out;
}

/** Trailer fields as pairs, without those that would change framing or routing (RFC 9110 section 6.5.1). */
export function clientTrailers(rawTrailers: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i < rawTrailers.length; i += 2) {
    if (!FORBIDDEN_TRAILERS.has(rawTrailers[i].toLowerCase()))
      pairs.push([rawTrailers[i], rawTrailers[i + 1]]);
  }
  return pairs;
}

const FORBIDDEN_TRAILERS = new Set([
  ...['transfer-encoding', 'content-length', 'content-encoding', 'content-type', 'content-range', 'trailer'],
  ...['host', 'connection', 'keep-alive', 'upgrade', 'te', 'set-cookie', 'authorization', 'location'],
  ...['cache-control', 'www-authenticate', 'proxy-connection'],
]);
