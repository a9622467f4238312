import { absoluteTarget, lowerAscii, type RequestHead } from '../core/index.js';

/**
 * The authority a request is meant for, as received: that of a target in absolute form, which wins over Host
 * (RFC 9112 section 3.2.2), else the Host header field. Empty when there is none (HTTP/1.0).
 */
export function effectiveHost(head: RequestHead): string {
  if (head.target.charCodeAt(0) === 0x2f) return head.header('host') ?? '';
  return absoluteTarget(head.target)?.authority ?? head.header('host') ?? '';
}

/**
 * The host name of an authority: in lower case, without port and without a trailing dot, an IPv6 address in brackets.
 * @returns null when it is not `host` or `host:port`: user information, an invalid port, or a character that no host
 *   name has (RFC 3986 section 3.2.2 without percent-encoding; `_` is allowed, as names in use have it). Empty for an
 *   empty authority.
 */
export function hostName(authority: string): string | null {
  if (authority === '') return '';
  let end = authority.length;
  if (authority.charCodeAt(0) === 0x5b) {
    end = authority.indexOf(']') + 1;
    if (end < 4) return null;
    for (let i = 1; i < end - 1; i++) if (!isAddressChar(authority.charCodeAt(i))) return null;
  } else {
    const colon = authority.indexOf(':');
    if (colon !== -1) end = colon;
    if (end === 0) return null;
    for (let i = 0; i < end; i++) if (!isNameChar(authority.charCodeAt(i))) return null;
  }
  if (end < authority.length && !isPort(authority, end)) return null;
  if (authority.charCodeAt(end - 1) === 0x2e) end--;
  return end === 0 ? null : lowerAscii(authority.slice(0, end));
}

/** `:` and up to five digits up to the end (the digits may be missing, RFC 3986 section 3.2.3). */
function isPort(authority: string, from: number): boolean {
  if (authority.charCodeAt(from) !== 0x3a || authority.length - from > 6) return false;
  for (let i = from + 1; i < authority.length; i++) if (!isDigit(authority.charCodeAt(i))) return false;
  return true;
}

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

function isNameChar(char: number): boolean {
  const letter = char | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) || isDigit(char) || char === 0x2d || char === 0x2e || char === 0x5f
  );
}

function isAddressChar(char: number): boolean {
  const letter = char | 0x20;
  return (letter >= 0x61 && letter <= 0x66) || isDigit(char) || char === 0x3a || char === 0x2e;
}
