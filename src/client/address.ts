import type { Address } from '../core/index.js';
import { readAddress } from './words.js';

const words = new Uint32Array(4);

/**
 * Reads one address, in the forms that `readAddress` knows.
 * @returns null when the text is not exactly one address
 */
export function parseAddress(text: string): Address | null {
  const family = readAddress(text, 0, text.length, words, 0);
  return family === 0 ? null : { family, a: words[0], b: words[1], c: words[2], d: words[3] };
}

/**
 * Reads the address of a connection's peer as the kernel gives it. The one difference to `parseAddress`: a zone id
 * (`fe80::1%eth0`, RFC 4007) is taken off a link-local address. Never for text that a client can write.
 * @returns null when it cannot be read (a Unix socket has none)
 */
export function parsePeerAddress(text: string | undefined): Address | null {
  if (text === undefined) return null;
  const percent = text.indexOf('%');
  if (percent < 0) return parseAddress(text);
  const address = percent === text.length - 1 ? null : parseAddress(text.slice(0, percent));
  return address !== null && address.family === 6 && address.a >>> 22 === 0x3fa ? address : null;
}
