import type { Address } from '../core/index.js';
import { parseAddress } from './address.js';

/**
 * Reads who a proxy says it heard from: an address, perhaps with a port (`192.0.2.1:4711`, `[2001:db8::1]:4711`,
 * RFC 7239 section 6). `unknown` and obfuscated identifiers (`_hidden`) are no addresses.
 * @param bareIPv6 whether IPv6 may stand without brackets, as X-Forwarded-For has it (and then has no port)
 * @returns null when it cannot be read
 */
export function parseNode(text: string, bareIPv6: boolean): Address | null {
  if (text.charCodeAt(0) === 0x5b) {
    const close = text.indexOf(']');
    if (close < 0 || !isPortOrEnd(text, close + 1)) return null;
    const inside = text.slice(1, close);
    return inside.includes(':') ? parseAddress(inside) : null;
  }
  const colon = text.indexOf(':');
  if (colon < 0) return parseAddress(text);
  if (text.indexOf(':', colon + 1) >= 0) return bareIPv6 ? parseAddress(text) : null;
  return isPortOrEnd(text, colon) ? parseAddress(text.slice(0, colon)) : null;
}

/** Nothing, or `:` and a port from 0 to 65535, or `:` and an obfuscated port (`_` and letters, digits, `.`, `_`, `-`). */
function isPortOrEnd(text: string, start: number): boolean {
  if (start === text.length) return true;
  if (text.charCodeAt(start) !== 0x3a || start + 1 === text.length) return false;
  if (text.charCodeAt(start + 1) === 0x5f) return isObfuscated(text, start + 2);
  if (text.length - start > 6) return false;
  let port = 0;
  for (let i = start + 1; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return false;
    port = port * 10 + digit;
  }
  return port <= 65535;
}

function isObfuscated(text: string, start: number): boolean {
  for (let i = start; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const letter = char | 0x20;
    const good =
      (letter >= 0x61 && letter <= 0x7a) ||
      (char >= 0x30 && char <= 0x39) ||
      char === 0x2e ||
      char === 0x5f ||
      char === 0x2d;
    if (!good) return false;
  }
  return start < text.length;
}
