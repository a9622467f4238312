import type { ArgumentList } from './arguments.js';

/** Whitespace of C's isspace: a byte string's A0 is part of a UTF-8 sequence, so JavaScript's `trim` is wrong here. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/**
 * Takes one Cookie header apart as ModSecurity v3 does: split on `;`, at the first `=`; leading whitespace of a name
 * and trailing whitespace of the header are dropped; nothing is decoded and quotes stay; a name without `=` has an
 * empty value. Unlike ModSecurity, a cookie with an empty name (`=value`) is kept: some applications read it, and what
 * they read has to be seen.
 * @param header byte string
 * @param into gets the cookies; when the bound is reached `into.error` is set, and the next cookie has all the rest
 */
export function parseCookies(header: string, into: ArgumentList): void {
  let length = header.length;
  while (length > 0 && isSpace(header.charCodeAt(length - 1))) length--;
  let start = 0;
  while (start < length) {
    let end = header.indexOf(';', start);
    if (end < 0 || end > length) end = length;
    while (start < end && isSpace(header.charCodeAt(start))) start++;
    if (start < end) {
      const cookie = header.slice(start, end);
      const equals = cookie.indexOf('=');
      const added =
        equals < 0 ? into.add(cookie, '') : into.add(cookie.slice(0, equals), cookie.slice(equals + 1));
      if (!added) {
        if (equals < 0) into.addRest(cookie, header.slice(end, length));
        else into.addRest(cookie.slice(0, equals), header.slice(start + equals + 1, length));
        return;
      }
    }
    start = end + 1;
  }
}
