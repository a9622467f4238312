import type { SecretNames } from './names.js';

/** What stands in logs in place of a secret. */
export const MASK = '***';

const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const QUESTION = 0x3f;
const HASH = 0x23;

function endsField(code: number): boolean {
  return code === AMPERSAND || code === SEMICOLON || code === QUESTION || code === HASH;
}

/** Position of the next field separator, or the length. */
function fieldEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && !endsField(text.charCodeAt(i))) i++;
  return i;
}

/**
 * Masks secret values in a request target or URI: fields of the query, `;parameters` of the path and a password before
 * the host. Everything else stays byte for byte. Linear in the length.
 */
export function maskUri(uri: string, names: SecretNames): string {
  let masked = '';
  let copied = 0;
  let start = fieldEnd(uri, 0);
  const userinfo = userinfoRange(uri, start);
  if (userinfo !== null) {
    masked = uri.slice(0, userinfo[0]) + MASK;
    copied = userinfo[1];
  }
  while (start < uri.length) {
    start++;
    const end = fieldEnd(uri, start);
    const equals = uri.indexOf('=', start);
    if (equals >= 0 && equals < end && names.has(uri.slice(start, equals))) {
      masked += uri.slice(copied, equals + 1) + MASK;
      copied = end;
    } else if (equals < 0) break;
    start = end;
  }
  return copied === 0 ? uri : masked + uri.slice(copied);
}

/** `user:password` of an absolute URI, from after `//` to before `@`, or null. */
function userinfoRange(uri: string, end: number): readonly [number, number] | null {
  const slashes = uri.startsWith('/') ? -1 : uri.indexOf('://');
  if (slashes < 0 || slashes >= end) return null;
  const from = slashes + 3;
  const slash = uri.indexOf('/', from);
  const authorityEnd = slash < 0 || slash > end ? end : slash;
  const at = uri.lastIndexOf('@', authorityEnd - 1);
  return at < from ? null : [from, at];
}

/** Masks every value of a Cookie header; names stay. A part without `=` is masked whole. */
export function maskCookies(header: string): string {
  return header
    .split(';')
    .map(part => {
      const equals = part.indexOf('=');
      if (equals >= 0) return part.slice(0, equals + 1) + MASK;
      return part.trim() === '' ? part : ` ${MASK}`;
    })
    .join(';')
    .trimStart();
}

/** Masks the value of a Set-Cookie header; its name and attributes stay. */
export function maskSetCookie(header: string): string {
  const semicolon = header.indexOf(';');
  const pair = semicolon < 0 ? header : header.slice(0, semicolon);
  return maskCookies(pair) + (semicolon < 0 ? '' : header.slice(semicolon));
}
