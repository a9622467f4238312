import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { lowerAscii } from '../../core/index.js';

/** An XML body as a string that a parser can read, and the way back to bytes. */
export interface XmlSource {
  readonly text: string;
  /** Byte string (UTF-8) of a piece of `text`. */
  readonly bytes: (piece: string) => string;
  readonly error: string | null;
}

/** True when ASCII bytes mean the same in this encoding. */
function extendsAscii(encoding: string): boolean {
  return !encoding.startsWith('utf-16');
}

/**
 * Decodes an XML body: by its byte order mark, else the charset of its Content-Type (RFC 7303), else its XML declaration,
 * else as UTF-8; UTF-16 also without a mark (XML 1.0 appendix F). An encoding that the runtime does not know (UTF-7,
 * EBCDIC), bytes that are not of the encoding, and two declared encodings that would read the body differently
 * are errors; the bytes are then read as they are, so that rules see something.
 */
export function decodeXml(body: Buffer, contentType: string): XmlSource {
  const mark = markedEncoding(body);
  const head = body.toString('latin1', 0, 256);
  const declared = head.startsWith('<?xml')
    ? quotedAfter(head.slice(0, head.indexOf('?>') + 1), 'encoding')
    : null;
  const charset = quotedAfter(contentType, 'charset');
  const names = [mark, charset, declared].filter(name => name !== null);

  const decoders: TextDecoder[] = [];
  for (const name of names.length > 0 ? names : ['utf-8']) {
    try {
      decoders.push(new TextDecoder(name, { fatal: true }));
    } catch {
      return asBytes(body, 'XML: in an encoding that is not read here');
    }
  }
  const [decoder] = decoders;
  const plain = isAscii(body) && !body.includes(0x1b) && !body.includes(0);
  const agreed = decoders.every(
    other =>
      other.encoding === decoder.encoding ||
      (plain && extendsAscii(other.encoding) && extendsAscii(decoder.encoding)) ||
      // `charset=utf-16` leaves the byte order to the mark.
      (mark !== null && other.encoding.startsWith('utf-16') && decoder.encoding.startsWith('utf-16')),
  );
  if (!agreed) return asBytes(body, 'XML: two encodings are declared');
  if (plain && extendsAscii(decoder.encoding)) return asBytes(body, null);
  try {
    const bytes = (piece: string) => Buffer.from(piece, 'utf8').toString('latin1');
    return { text: decoder.decode(body), bytes, error: null };
  } catch {
    return asBytes(body, `XML: not valid ${decoder.encoding}`);
  }
}

function asBytes(body: Buffer, error: string | null): XmlSource {
  return { text: body.toString('latin1'), bytes: piece => piece, error };
}

function markedEncoding(body: Buffer): string | null {
  const first = body.length >= 2 ? body.readUInt16BE(0) : 0;
  if (first === 0xfffe || first === 0x3c00) return 'utf-16le';
  if (first === 0xfeff || first === 0x003c) return 'utf-16be';
  return first === 0xefbb && body[2] === 0xbf ? 'utf-8' : null;
}

/** The value after `name=`, quoted or not; null when there is none. */
function quotedAfter(text: string, name: string): string | null {
  const start = lowerAscii(text).indexOf(name);
  if (start < 0) return null;
  let at = start + name.length;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at++;
  if (text[at] !== '=') return null;
  at++;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at++;
  if (text[at] === '"' || text[at] === "'") at++;
  let end = at;
  while (end < text.length && !` \t\r\n;,'"`.includes(text[end])) end++;
  return text.slice(at, end);
}
