import { lowerAscii } from '../core/index.js';
import type { Operator, OperatorScope } from './contract.js';
import { describeXss, type HtmlContext } from './detectors/html/index.js';
import { describeShell } from './detectors/shell/index.js';
import { describeSqli } from './detectors/sql/index.js';
import { compileRegex } from './regex/index.js';
import type { Value } from './value.js';

/** Offsets in bytes; `end` is the first byte after. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where in a value an operator found what it looks for, and what a detector saw, for people to read. */
export interface Evidence {
  readonly spans: readonly Span[];
  readonly detail: string | null;
}

/** Where the application is assumed to write a value, in words. */
const PLACES: Readonly<Record<HtmlContext, string>> = {
  data: 'text',
  unquoted: 'an attribute without quotes',
  single: 'an attribute in single quotes',
  double: 'an attribute in double quotes',
  backquote: 'an attribute in backquotes',
};

const NONE: Evidence = Object.freeze({ spans: Object.freeze([]), detail: null });

/**
 * Works out again where a match is. Only for explanations: the engine itself asks no more than whether there is one.
 * @param operator name as registered
 * @param argument as written in the rule; macros are not expanded
 * @param matches the compiled operator, asked once more for what it captures
 */
export function evidence(operator: string, argument: string, matches: Operator, value: Value): Evidence {
  const { bytes } = value;
  switch (operator) {
    case 'rx':
    case 'rxGlobal': {
      if (argument.includes('%{')) return NONE;
      const span = compileRegex(argument).span(value);
      return span === null ? NONE : { spans: [span], detail: null };
    }
    case 'contains':
    case 'strmatch':
    case 'containsWord':
      return at(bytes.indexOf(argument), argument.length);
    case 'beginsWith':
      return argument.includes('%{') ? NONE : at(0, argument.length);
    case 'endsWith':
      return argument.includes('%{') ? NONE : at(bytes.length - argument.length, argument.length);
    case 'streq':
    case 'within':
      return at(0, bytes.length);
    case 'pm':
    case 'pmf':
    case 'pmFromFile':
      return captured(matches, value);
    case 'detectSQLi':
      return sqli(bytes);
    case 'detectShell':
      return shell(bytes, argument);
    case 'detectXSS':
      return xss(bytes);
    default:
      return NONE;
  }
}

function at(start: number, length: number): Evidence {
  return start < 0 || length === 0 ? NONE : { spans: [{ start, end: start + length }], detail: null };
}

/** The phrase that the operator captures, at its first place without regard to case. */
function captured(matches: Operator, value: Value): Evidence {
  let phrase = '';
  const scope: OperatorScope = {
    capturing: true,
    capture: groups => {
      phrase = groups[0] ?? '';
    },
    geoLookup: () => false,
    macroValue: () => null,
  };
  if (!matches(value, scope)) return NONE;
  return at(lowerAscii(value.bytes).indexOf(lowerAscii(phrase)), phrase.length);
}

function sqli(bytes: string): Evidence {
  const finding = describeSqli(bytes);
  if (finding === null) return NONE;
  const { reason, fingerprint, tokens, context } = finding;
  const inside = context.quote === 'none' ? '' : `, inside ${context.quote} quotes`;
  const detail = `${reason} (fingerprint ${fingerprint}${inside})`;
  const start = tokens.length === 0 ? -1 : bytes.indexOf(tokens[0].text);
  let end = start;
  for (const { text } of tokens) {
    const next = end < 0 ? -1 : bytes.indexOf(text, end);
    end = next < 0 ? -1 : next + text.length;
  }
  return end <= start ? { spans: [], detail } : { spans: [{ start, end }], detail };
}

function shell(bytes: string, argument: string): Evidence {
  const finding = describeShell(bytes, argument.trim().toLowerCase() === 'anywhere');
  if (finding === null) return NONE;
  const { reason, separator, command, start, end } = finding;
  const behind = separator === '' ? '' : ` behind ${JSON.stringify(separator)}`;
  return { spans: [{ start, end }], detail: `${reason}: ${command}${behind}` };
}

function xss(bytes: string): Evidence {
  const finding = describeXss(bytes);
  if (finding === null) return NONE;
  const { reason, context, text } = finding;
  return { ...at(bytes.indexOf(text), text.length), detail: `${reason} (written into ${PLACES[context]})` };
}
