import { decodePercent } from '../percent.js';

/** What a part's Content-Disposition says. */
export interface Disposition {
  readonly name: string;
  /** The file name; empty for a field. */
  readonly filename: string;
  /** The decoded `filename*` where it says something else than `filename`; empty otherwise. */
  readonly otherFilename: string;
  /** True for single quotes and for what follows a quoted value directly. */
  readonly invalidQuoting: boolean;
  readonly error: string | null;
}

/** A parameter's value and the index after it; `wrong` says why it cannot be read. */
interface ParameterValue {
  readonly value: string;
  readonly next: number;
  readonly quote: string;
  readonly wrong: string | null;
}

/**
 * Reads the value of a Content-Disposition header (RFC 7578 section 4.2). It accepts what everybody reads alike and
 * nothing else: `form-data`, then `name`, `filename` and `filename*`, each once, in lower case, without whitespace
 * around `=`. In quoted values a backslash escapes quotes and backslashes only; before anything else it is a char, as
 * browsers mean it. `filename*` (RFC 8187) is not for forms, but .NET clients send it beside `filename`; alone it is an error,
 * because most servers would see a field where others see a file.
 * @param text byte string
 */
export function readDisposition(text: string): Disposition {
  const found = { name: '', filename: '', otherFilename: '', invalidQuoting: false };
  const wrong = (error: string): Disposition => ({ ...found, error: `Content-Disposition: ${error}` });
  if (!text.startsWith('form-data')) return wrong('not form-data');

  const seen = new Set<string>();
  let extended = '';
  let at = skipBlank(text, 9);
  while (at < text.length) {
    if (text[at] !== ';') {
      if (text[at - 1] === '"' || text[at - 1] === "'") found.invalidQuoting = true;
      return wrong('something that is no parameter');
    }
    // A semicolon at the very end is what some clients send and nobody misreads.
    if (at + 1 === text.length && seen.size > 0) break;
    at = skipBlank(text, at + 1);
    const equals = text.indexOf('=', at);
    if (equals < 0) return wrong('a parameter without a value');
    const parameter = text.slice(at, equals);
    if (parameter !== 'name' && parameter !== 'filename' && parameter !== 'filename*') {
      return wrong('an unknown parameter');
    }
    const read = parameter === 'filename*' ? readExtended(text, equals + 1) : readValue(text, equals + 1);
    // An attacker's second name must not replace the first, nor be lost: the error says it, the first one counts.
    if (seen.has(parameter)) return wrong(`${parameter} twice`);
    seen.add(parameter);
    if (parameter === 'filename*') extended = read.value;
    else {
      found[parameter] = read.value;
      if (read.quote === "'" || (read.quote === '' && read.value.includes("'"))) found.invalidQuoting = true;
    }
    if (read.wrong !== null) return wrong(read.wrong);
    at = skipBlank(text, read.next);
  }

  if (extended !== '' && extended !== found.filename) found.otherFilename = extended;
  if (found.name === '') return wrong('no name');
  if (seen.has('filename*') && found.filename === '') return wrong('filename* without filename');
  return { ...found, error: null };
}

function readValue(text: string, start: number): ParameterValue {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") {
    let next = start;
    while (next < text.length && isTokenChar(text.charCodeAt(next))) next++;
    const wrong = next === start ? 'a parameter without a value' : null;
    return { value: text.slice(start, next), next, quote: '', wrong };
  }
  let value = '';
  let from = start + 1;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === quote) return { value: value + text.slice(from, i), next: i + 1, quote, wrong: null };
    if (char === '\\' && (text[i + 1] === quote || text[i + 1] === '\\')) {
      value += text.slice(from, i);
      from = ++i;
    }
  }
  return {
    value: value + text.slice(from),
    next: text.length,
    quote,
    wrong: 'a quoted value without an end',
  };
}

/** `charset'language'percent-encoded`; nothing but the percent escapes is decoded. */
function readExtended(text: string, start: number): ParameterValue {
  let next = start;
  while (next < text.length && text[next] !== ';' && text[next] !== ' ' && text[next] !== '\t') next++;
  const whole = text.slice(start, next);
  const first = whole.indexOf("'");
  const second = whole.indexOf("'", first + 1);
  const notes = { invalid: false };
  const value = decodePercent(whole.slice(second + 1), false, notes);
  const valid = first > 0 && second > first && !notes.invalid && !whole.includes('"');
  return { value, next, quote: '', wrong: valid ? null : 'an invalid filename*' };
}

/** RFC 2045's tokens. */
function isTokenChar(code: number): boolean {
  return code > 32 && code < 127 && !'()<>@,;:\\"/[]?='.includes(String.fromCharCode(code));
}

function skipBlank(text: string, start: number): number {
  let i = start;
  while (text[i] === ' ' || text[i] === '\t') i++;
  return i;
}
