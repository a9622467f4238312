import { idRange } from '../../inspect/actions/ctl/filters.js';
import { ActionError } from '../../inspect/actions/spec.js';
import type { RuleFilter } from '../../inspect/removals.js';
import { SyntaxProblem, type Word } from '../words.js';

/** Parses `942100` or `942000-942999`. @throws SyntaxProblem */
export function idFilter(word: Word): RuleFilter {
  try {
    return idRange(word.text);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    throw new SyntaxProblem(word.place(), error.found, error.expected);
  }
}

/** Ids and ranges, as words of their own or with spaces or commas inside a quoted word. @throws SyntaxProblem */
export function idFilters(args: readonly Word[]): RuleFilter[] {
  const filters: RuleFilter[] = [];
  for (const word of args) {
    for (const match of word.text.matchAll(/[^\s,]+/g)) {
      filters.push(idFilter(word.slice(match.index, match.index + match[0].length)));
    }
  }
  return filters;
}

export function byTag(word: Word): RuleFilter {
  return { by: 'tag', text: word.text };
}

export function byMsg(word: Word): RuleFilter {
  return { by: 'msg', text: word.text };
}
