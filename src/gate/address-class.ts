/** What kind of network an address belongs to, as far as country rules care. */
export type AddressClass = 'loopback' | 'private' | 'public';

/**
 * Loopback: 127.0.0.0/8 and ::1. Private: 10/8, 172.16/12 and 192.168/16 (RFC 1918), 100.64/10 (RFC 6598), link-local
 * 169.254/16 (RFC 3927) and fe80::/10, unique local fc00::/7 (RFC 4193). Everything else is public.
 * @param words four, most significant first
 */
export function addressClass(family: 4 | 6, words: Uint32Array): AddressClass {
  if (family === 4) {
    const d = words[3];
    const first = d >>> 24;
    if (first === 127) return 'loopback';
    const isPrivate =
      first === 10 ||
      d >>> 20 === 0xac1 ||
      d >>> 16 === 0xc0a8 ||
      d >>> 22 === 0x64400000 >>> 22 ||
      d >>> 16 === 0xa9fe;
    return isPrivate ? 'private' : 'public';
  }
  const a = words[0];
  if (a === 0 && words[1] === 0 && words[2] === 0 && words[3] === 1) return 'loopback';
  return a >>> 25 === 0x7e || a >>> 22 === 0x3fa ? 'private' : 'public';
}
