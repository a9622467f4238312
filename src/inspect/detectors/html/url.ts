import { isLetter, isSpace } from './lexer.js';

/** What a URL does when a browser opens it. */
export type UrlKind = 'script' | 'data' | 'other';

const longestScheme = 12;
const named: ReadonlyMap<string, string> = new Map([
  ['colon', ':'],
  ['tab', '\t'],
  ['newline', '\n'],
  ['lpar', '('],
  ['sol', '/'],
]);

/**
 * Reads the scheme as a browser does: leading white space and control characters, tabs and newlines anywhere, and the
 * character references of an attribute value count for nothing.
 * @returns the kind, and the offset behind the colon
 */
export function schemeOf(text: string, start: number, end: number): { kind: UrlKind; after: number } {
  let scheme = '';
  let at = start;
  while (at < end && scheme.length <= longestScheme) {
    const reference = text.charCodeAt(at) === 0x26 ? characterReference(text, at, end) : null;
    const code = reference === null ? text.charCodeAt(at) : reference.code;
    at = reference === null ? at + 1 : reference.after;
    if (code === 0x09 || code === 0x0a || code === 0x0d || (scheme === '' && code <= 0x20)) continue;
    if (code === 0x3a) return { kind: kindOf(scheme), after: at };
    const isSchemeChar = isLetter(code) || code === 0x2d || (code >= 0x30 && code <= 0x39);
    if (!isSchemeChar) break;
    scheme += String.fromCharCode(isLetter(code) ? code | 0x20 : code);
  }
  return { kind: 'other', after: start };
}

function kindOf(scheme: string): UrlKind {
  if (scheme === 'javascript' || scheme === 'vbscript' || scheme === 'livescript') return 'script';
  return scheme === 'data' ? 'data' : 'other';
}

/** `&#106;`, `&#x6a`, `&colon;`; null when it is none of those. Leading zeros may be many, as in browsers. */
function characterReference(text: string, at: number, end: number): { code: number; after: number } | null {
  let from = at + 1;
  if (text.charCodeAt(from) !== 0x23) {
    while (from < end && isLetter(text.charCodeAt(from)) && from - at < 10) from++;
    const char = named.get(text.slice(at + 1, from).toLowerCase());
    if (char === undefined || text.charCodeAt(from) !== 0x3b) return null;
    return { code: char.charCodeAt(0), after: from + 1 };
  }
  from++;
  const radix = (text.charCodeAt(from) | 0x20) === 0x78 ? 16 : 10;
  if (radix === 16) from++;
  const first = from;
  let code = 0;
  for (; from < end; from++) {
    const digit = digitOf(text.charCodeAt(from));
    if (digit >= radix) break;
    code = Math.min(code * radix + digit, 0x10_ffff);
  }
  if (from === first) return null;
  return { code, after: text.charCodeAt(from) === 0x3b ? from + 1 : from };
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : 99;
}

/** Whether a script URL does nothing: `javascript:;`, `javascript:void(0)`. Pages are full of them. */
export function isNoOperation(text: string, after: number, end: number): boolean {
  let rest = '';
  for (let at = after; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isSpace(code) || code === 0x3b) continue;
    if (rest.length >= 8) return false;
    rest += text.charAt(at);
  }
  return rest === '' || rest === 'void(0)' || rest === 'void0' || rest === 'void()' || rest === 'false';
}

/** Data that shows and does not run: pictures, sound and fonts; SVG only where it is a picture. */
export function isHarmlessData(text: string, after: number, end: number, isPicture: boolean): boolean {
  const type = text
    .slice(after, Math.min(end, after + 32))
    .trimStart()
    .toLowerCase();
  if (type.startsWith('image/svg')) return isPicture;
  return (
    /^(?:image|audio|video|font)\//.test(type) || (isPicture && type.startsWith('application/octet-stream'))
  );
}

const codeWords: ReadonlySet<string> = new Set(
  'new void typeof throw var let const delete return await function class if for while do try switch with async import'.split(
    ' ',
  ),
);

/**
 * Whether what follows `javascript:` at the beginning of a value is code rather than a title ("JavaScript: The Good
 * Parts (2008)"): two words side by side are prose unless the first is a keyword.
 */
export function looksLikeCode(text: string, after: number): boolean {
  if (isNoOperation(text, after, text.length)) return false;
  let at = after;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  const first = at;
  while (at < text.length && isWordChar(text.charCodeAt(at))) at++;
  if (at > first && isSpace(text.charCodeAt(at))) {
    const word = text.slice(first, Math.min(at, first + 16)).toLowerCase();
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (isWordChar(text.charCodeAt(at)) && !codeWords.has(word)) return false;
  }
  for (; at < text.length; at++) if (codeSigns.includes(text.charAt(at))) return true;
  return false;
}

const codeSigns = '(`=[{%\\';

function isWordChar(code: number): boolean {
  return isLetter(code) || code === 0x5f || code === 0x24 || (code >= 0x30 && code <= 0x39) || code >= 0x80;
}
