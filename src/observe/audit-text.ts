import { lowerAscii } from '../core/index.js';
import { Entries } from './audit-entries.js';
import { MAX_SECRET, type Masker, type Secret } from './mask/masker.js';
import { quoteBytes } from './text.js';

/** Rule text is masked before it is cut, so that no secret is cut out of recognition; this much of it is looked at. */
const MASK_WINDOW = 8192;

/** Header fields of one name joined as one value (RFC 9110 section 5.3; Cookie and Set-Cookie with `; `). */
function joinHeaders(raw: readonly string[], masker: Masker): Map<string, string> {
  const joined = new Map<string, string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = lowerAscii(raw[i]);
    const value = masker.header(name, raw[i + 1]);
    const before = joined.get(name);
    const separator = name === 'cookie' || name === 'set-cookie' ? '; ' : ', ';
    joined.set(name, before === undefined ? value : before + separator + value);
  }
  return joined;
}

/** @param room bytes of JSON @param limit bytes of one value */
export function headersJson(raw: readonly string[], masker: Masker, room: number, limit: number): string {
  const entries = new Entries(room);
  for (const [name, value] of joinHeaders(raw, masker)) {
    entries.add(`${quoteBytes(name, 256)}:${quoteBytes(value, limit)}`);
  }
  const json = `"headers":{${entries.json}}`;
  return entries.omitted === 0 ? json : `${json},"headersOmitted":${entries.omitted}`;
}

/** Text that a rule or a body holds, masked within the window, then cut to `limit`. */
export function quotedJson(text: string, masker: Masker, secrets: readonly Secret[], limit: number): string {
  if (text.length <= MASK_WINDOW) return quoteBytes(masker.quoted(text, secrets), limit);
  const masked = masker.quoted(text.slice(0, MASK_WINDOW), secrets);
  // The window may end inside a secret, which then was not recognised: its last part is not shown.
  const safe = masked.slice(0, Math.max(0, masked.length - MAX_SECRET));
  return quoteBytes(safe, limit, text.length - MASK_WINDOW + masked.length - safe.length);
}
