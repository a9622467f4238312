import { isUtf8 } from 'node:buffer';
import { hexByte } from './percent.js';
import { otherReadings } from './readings.js';
import { pathStart } from './target.js';

/** The one path that gates, path exclusions and routes see. The upstream still gets the original target. */
export interface NormalisedPath {
  /** Byte string; begins with `/`, has no empty and no dot segments. Letters keep their case. */
  readonly path: string;
  /**
   * True when some upstream may read another path out of the same target. What tightens protection applies all the
   * same; what loosens it (exclusions, a gate's exception) must not.
   */
  readonly ambiguous: boolean;
  /** Where it is ambiguous, other paths that an upstream may read: what restricts looks at these too. */
  readonly readings: readonly string[];
}

const NO_OTHERS: readonly string[] = Object.freeze([]);

/**
 * What RFC 3986 section 3.3 lets stand in a path unescaped, and the slash. Other ASCII (control bytes, space, `;` with
 * its parameters, backslash) is taken too, but makes the path ambiguous.
 */
const PLAIN = new Uint8Array(256);
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/") {
  PLAIN[char.charCodeAt(0)] = 1;
}

/** What nobody needs to escape (RFC 3986 section 2.3); servers that route on the raw path do not see through it. */
const UNRESERVED = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~') {
  UNRESERVED[char.charCodeAt(0)] = 1;
}

/** Escaped, these are data to some servers and structure to others. */
const STRUCTURE = new Set([0x25, 0x2f, 0x5c, 0x3b, 0x3f, 0x23, 0x7f]);

/**
 * Normalises the path of a request target: scheme, authority, query and fragment are cut off, percent escapes decoded
 * once (also `%2f`), backslashes become slashes, `;parameters` of segments are removed, duplicate slashes merged and dot
 * segments resolved, in this order (RFC 3986 section 6.2.2; the escapes that RFC keeps are decoded because an upstream
 * may). Case is kept: who compares without regard to case folds ASCII itself.
 * A target that is neither origin nor absolute form (`*`, `host:443`) gets a slash in front and is ambiguous; so is the
 * absolute form. A normalised path that was not ambiguous normalises to itself unless it has escapes.
 * @param target request target as received; total: there is an answer for every string
 */
export function normalisePath(target: string): NormalisedPath {
  const start = pathStart(target);
  let end = target.length;
  let plain = start === 0 && target.charCodeAt(0) === 0x2f;
  let previous = 0;
  for (let i = start; i < end; i++) {
    const code = target.charCodeAt(i);
    if (code === 0x3f) end = i;
    else if (PLAIN[code] !== 1 || (code === 0x2f && (previous === 0x2f || previous === 0x2e))) plain = false;
    if (code !== 0x3f) previous = code;
  }
  if (plain && previous !== 0x2e)
    return { path: target.slice(0, end), ambiguous: false, readings: NO_OTHERS };
  return normaliseSlowly(target, start, end);
}

function normaliseSlowly(target: string, start: number, end: number): NormalisedPath {
  const decoded = decode(target, start, end);
  let ambiguous = decoded.ambiguous || start > 0 || target.charCodeAt(0) !== 0x2f;
  const segments: string[] = [];
  const raw = decoded.text.split('/');
  const last = raw.length - 1;
  let directory = false;
  for (let i = 0; i <= last; i++) {
    let segment = raw[i];
    const semicolon = segment.indexOf(';');
    if (semicolon >= 0) {
      segment = segment.slice(0, semicolon);
      ambiguous = true;
    }
    // An empty segment is a duplicate slash, unless it stands before the first slash or after the last.
    if (segment === '' && i > 0 && i < last) ambiguous = true;
    directory = segment === '' || segment === '.' || segment === '..';
    // Windows servers drop dots and spaces at the end of a name.
    if (segment.endsWith('.') || segment.endsWith(' ')) ambiguous = true;
    if (segment === '..') segments.pop();
    else if (!directory) segments.push(segment);
  }
  const path = `/${segments.join('/')}`;
  const readings = ambiguous
    ? otherReadings(target.slice(start, end), decoded.text, decode(decoded.text, 0, decoded.text.length).text)
    : NO_OTHERS;
  return { path: directory && segments.length > 0 ? `${path}/` : path, ambiguous, readings };
}

/** Cuts at the fragment, decodes once, turns backslashes; notes what servers read differently. */
function decode(target: string, start: number, end: number): { text: string; ambiguous: boolean } {
  const out = Buffer.allocUnsafe(end - start);
  let length = 0;
  let ambiguous = false;
  let high = false;
  for (let i = start; i < end; i++) {
    let code = target.charCodeAt(i);
    if (code === 0x23) {
      ambiguous = true;
      break;
    }
    if (code === 0x25) {
      const byte = hexByte(target, i + 1);
      if (byte < 0 || byte < 32 || STRUCTURE.has(byte) || UNRESERVED[byte] === 1) ambiguous = true;
      if (byte >= 0) {
        code = byte;
        i += 2;
      }
    } else if (PLAIN[code] !== 1 && code < 0x80) ambiguous = true;
    if (code >= 0x80) high = true;
    out[length++] = code === 0x5c ? 0x2f : code;
  }
  // Overlong and broken UTF-8 is a slash or a dot to lenient decoders.
  if (high && !isUtf8(out.subarray(0, length))) ambiguous = true;
  return { text: out.toString('latin1', 0, length), ambiguous };
}
