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

const NONE: Evidence = Object.freeze({ spans: Object.freeze([]), detail: null });

/**
 * Works out again where a match is. Only for explanations: the engine itself asks no more than whether there is one.
 * @param operator name as registered @param argument as written in the rule; macros are not expanded
 */
export function evidence(operator: string, argument: string, value: Value): Evidence {
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
      return at(value.bytes.indexOf(argument), argument.length);
    case 'beginsWith':
      return at(0, argument.length);
    case 'endsWith':
      return at(value.bytes.length - argument.length, argument.length);
    case 'pm':
      return phrase(argument, value.bytes);
    default:
      return NONE;
  }
}

function at(start: number, length: number): Evidence {
  return start < 0 || length === 0 ? NONE : { spans: [{ start, end: start + length }], detail: null };
}

function phrase(argument: string, bytes: string): Evidence {
  const lower = bytes.toLowerCase();
  for (const word of argument.split(' ')) {
    const start = word === '' ? -1 : lower.indexOf(word.toLowerCase());
    if (start >= 0) return at(start, word.length);
  }
  return NONE;
}
