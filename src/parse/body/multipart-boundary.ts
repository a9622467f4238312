import { lowerAscii } from '../../core/index.js';
import { isSpace } from '../cookies.js';

const MEDIA_TYPE = 'multipart/form-data';

/** RFC 2046 section 5.1.1. */
const LONGEST = 70;

/** What a Content-Type header says of the boundary. */
export interface Boundary {
  /** The boundary, or null when there is none that everybody would read in the same way. */
  readonly boundary: string | null;
  readonly quoted: boolean;
  readonly whitespace: boolean;
  readonly missingSemicolon: boolean;
  readonly error: string | null;
}

/**
 * Reads the boundary parameter. What servers read differently is an error: several boundaries, another parameter
 * before it, a name in other case, chars that end an unquoted value for some (`,` for PHP), an empty or too long one.
 * One thing is tolerated as ModSecurity does: parameters after an unquoted boundary (`; charset=utf-8`).
 * @param contentType byte string
 */
export function readBoundary(contentType: string): Boundary {
  const lower = lowerAscii(contentType);
  const facts = { quoted: false, whitespace: false, missingSemicolon: false };
  const wrong = (error: string): Boundary => ({ boundary: null, ...facts, error });

  if (contentType.length > 1024) return wrong('Content-Type longer than 1,024 bytes');
  if (!lower.startsWith(MEDIA_TYPE)) return wrong('Content-Type is not multipart/form-data');
  const name = lower.indexOf('boundary');
  if (name < 0) return wrong('no boundary in Content-Type');
  if (namesBoundaryAgain(lower, name + 8)) return wrong('several boundaries in Content-Type');
  if (!contentType.startsWith('boundary', name)) return wrong('the name boundary is not in lower case');

  facts.missingSemicolon = true;
  for (let i = MEDIA_TYPE.length; i < name; i++) {
    const code = contentType.charCodeAt(i);
    if (isSpace(code)) continue;
    if (code !== 0x3b || !facts.missingSemicolon)
      return wrong('something before the boundary in Content-Type');
    facts.missingSemicolon = false;
  }

  let at = name + 8;
  while (isSpace(contentType.charCodeAt(at))) at++;
  if (at > name + 8) facts.whitespace = true;
  if (contentType.charCodeAt(at) !== 0x3d) return wrong('the boundary in Content-Type has no value');
  at++;
  if (isSpace(contentType.charCodeAt(at))) facts.whitespace = true;
  while (isSpace(contentType.charCodeAt(at))) at++;

  let value = contentType.slice(at);
  facts.quoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  if (facts.quoted) value = value.slice(1, -1);
  else {
    const semicolon = value.indexOf(';');
    if (semicolon >= 0) value = value.slice(0, semicolon);
  }
  if (value === '') return wrong('the boundary in Content-Type is empty');
  if (value.length > LONGEST) return wrong(`the boundary in Content-Type is longer than ${LONGEST} bytes`);
  if (!validBoundary(value, facts.quoted))
    return wrong('the boundary in Content-Type has invalid characters');
  return { boundary: value, ...facts, error: null };
}

/** A second parameter of that name, also in the forms of RFC 2231 (`boundary*0=`). Browsers' boundaries contain the word. */
function namesBoundaryAgain(lower: string, from: number): boolean {
  for (let i = lower.indexOf('boundary', from); i >= 0; i = lower.indexOf('boundary', i + 8)) {
    let at = i + 8;
    while (isSpace(lower.charCodeAt(at)) || '*0123456789'.includes(lower.charAt(at) || '-')) at++;
    if (lower[at] === '=') return true;
  }
  return false;
}

/**
 * RFC 2046's bchars. Unquoted, a value is a token, which has none of the specials; `=` is let through because
 * widespread clients send it.
 */
function validBoundary(value: string, quoted: boolean): boolean {
  const others = quoted ? "'()+_,-./:=? " : "'+_-.=";
  for (const char of value) {
    const code = char.charCodeAt(0);
    const letter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!letter && !(code >= 48 && code <= 57) && !others.includes(char)) return false;
  }
  return !value.endsWith(' ');
}
