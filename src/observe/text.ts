import { isUtf8 } from 'node:buffer';

/** Visible ASCII without `"`, `\`: text that is its own JSON and its own log line. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return false;
  }
  return true;
}

/** Byte as `\xHH`. */
export function hexByte(code: number): string {
  return `\\x${code < 16 ? '0' : ''}${code.toString(16).toUpperCase()}`;
}

/**
 * A byte string as text. Valid UTF-8 is decoded. Otherwise every byte from 80 is written `\xHH`. Where the bytes
 * themselves spell `\x`, the backslash is written `\x5C`, in both cases: so `\xHH` in a log always stands for one byte.
 */
export function decodeBytes(bytes: string): string {
  if (isPlain(bytes)) return bytes;
  const marked = bytes.includes('\\x') ? bytes.replaceAll('\\x', '\\x5Cx') : bytes;
  const buffer = Buffer.from(marked, 'latin1');
  if (isUtf8(buffer)) return buffer.toString('utf8');
  let text = '';
  for (let i = 0; i < marked.length; i++) {
    const code = marked.charCodeAt(i);
    text += code < 0x80 ? marked[i] : hexByte(code & 0xff);
  }
  return text;
}

/**
 * What JSON lets stand but a terminal or a line reader acts on: DEL and C1 controls, U+2028/2029, bidirectional
 * controls, zero-width marks.
 */
const ACTIVE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text as a JSON string on one line, with everything that could act on a reader's terminal escaped. */
export function quote(text: string): string {
  if (isPlain(text)) return `"${text}"`;
  return JSON.stringify(text).replace(ACTIVE, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * The first `limit` bytes of a byte string, not ending inside a UTF-8 character, and a mark that says how many bytes
 * were left out.
 * @param unseen bytes that the caller has left out already
 */
export function truncate(bytes: string, limit: number, unseen = 0): string {
  if (bytes.length <= limit) return unseen === 0 ? bytes : `${bytes}...[+${unseen} bytes]`;
  let end = limit;
  for (let back = 0; back < 3 && end > 0 && (bytes.charCodeAt(end) & 0xc0) === 0x80; back++) end--;
  return `${bytes.slice(0, end)}...[+${bytes.length - end + unseen} bytes]`;
}

/** A byte string, bounded, as a JSON string. Parameters as for `truncate`. */
export function quoteBytes(bytes: string, limit: number, unseen = 0): string {
  if (unseen === 0 && bytes.length <= limit && isPlain(bytes)) return `"${bytes}"`;
  return quote(decodeBytes(truncate(bytes, limit, unseen)));
}

/** A byte string as it stands between quotes in a combined log: `"`, `\`, controls and bytes from 7F as `\xHH`. */
export function escapeCombined(bytes: string, limit: number): string {
  const cut = truncate(bytes, limit);
  if (isPlain(cut)) return cut;
  let text = '';
  for (let i = 0; i < cut.length; i++) {
    const code = cut.charCodeAt(i);
    if (code === 0x22 || code === 0x5c) text += `\\${cut[i]}`;
    else if (code < 0x20 || code > 0x7e) text += hexByte(code & 0xff);
    else text += cut[i];
  }
  return text;
}
