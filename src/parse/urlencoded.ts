import type { ArgumentList } from './arguments.js';
import { type DecodeNotes, decodePercent } from './percent.js';

/**
 * Takes a query or an application/x-www-form-urlencoded body apart (WHATWG URL, section 5.1, as ModSecurity reads it).
 * It splits first and decodes afterwards, so an escaped separator is data. `a` is a name with an empty value, `=b` an
 * empty name; empty segments are skipped; duplicates are kept in order; invalid escapes stay as they are. A `charset`
 * parameter changes nothing: names and values are the bytes received.
 * @param text byte string
 * @param separator one char, `&` in nearly every site
 * @param into gets the arguments; when the bound is reached `into.error` is set, and the next argument has all the rest of
 * the text for its value, decoded once
 * @returns true when there was an invalid percent escape
 */
export function parseUrlEncoded(text: string, separator: string, into: ArgumentList): boolean {
  const notes: DecodeNotes = { invalid: false };
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf(separator, start);
    if (end < 0) end = text.length;
    if (end > start) {
      const segment = text.slice(start, end);
      const equals = segment.indexOf('=');
      const name = equals < 0 ? segment : segment.slice(0, equals);
      const value = equals < 0 ? '' : segment.slice(equals + 1);
      if (!into.add(decodePercent(name, true, notes), decodePercent(value, true, notes))) {
        const rest = equals < 0 ? text.slice(end) : text.slice(start + equals + 1);
        into.addRest(decodePercent(name, true, notes), decodePercent(rest, true, notes));
        break;
      }
    }
    start = end + 1;
  }
  return notes.invalid;
}
