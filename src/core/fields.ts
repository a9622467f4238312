import { lowerAscii } from './ascii.js';

/** Header fields whose meaning ends at the next hop, and the framing they stand for. All names in lower case. */

/** Connection options that name no field of their own worth removing: nearly every Connection header is one of these. */
function isPlainOption(lower: string): boolean {
  return lower === 'keep-alive' || lower === 'close' || lower === 'upgrade' || lower === '';
}

/**
 * The field names that Connection header fields ask the next hop to remove (RFC 9110 section 7.6.1), in lower case,
 * without the options `close`, `keep-alive` and `upgrade`. Null when there are none, which is nearly always.
 * @param rawHeaders name, value, …
 */
export function connectionOptions(rawHeaders: readonly string[]): string[] | null {
  let found: string[] | null = null;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue;
    const value = lowerAscii(rawHeaders[i + 1]);
    if (isPlainOption(value)) continue;
    for (const part of value.split(',')) {
      const option = trimBlanks(part);
      if (isPlainOption(option)) continue;
      found ??= [];
      found.push(option);
    }
  }
  return found;
}

/** Without spaces and tabs at both ends: the optional whitespace of HTTP (`trim()` would eat A0 as well). */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && (text.charCodeAt(start) === 0x20 || text.charCodeAt(start) === 0x09)) start++;
  while (end > start && (text.charCodeAt(end - 1) === 0x20 || text.charCodeAt(end - 1) === 0x09)) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** The two fields that say whether a request has a body (RFC 9112 section 6.3), as Node's `req.headers` has them. */
export interface FramingFields {
  readonly 'content-length'?: string | undefined;
  readonly 'transfer-encoding'?: string | undefined;
}

/** True when the request's head announces a body of at least one byte, or of unknown length. */
export function declaresBody(fields: FramingFields): boolean {
  if (fields['transfer-encoding'] !== undefined) return true;
  const length = fields['content-length'];
  return length !== undefined && Number(length) !== 0;
}
