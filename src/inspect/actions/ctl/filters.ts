import { parseExclusion } from '../../exclusion.js';
import type { Effect } from '../../plan.js';
import type { RuleFilter } from '../../removals.js';
import { ActionError } from '../spec.js';

/** Parses `942100` or `942000-942999`. @throws ActionError */
export function idRange(text: string): RuleFilter {
  const [from, to = from, more] = text.trim().split('-');
  if (more !== undefined || !/^\d{1,15}$/.test(from) || !/^\d{1,15}$/.test(to) || Number(to) < Number(from)) {
    throw new ActionError(
      `the rule id ${JSON.stringify(text)}`,
      'write an id such as 942100 or a range such as 942000-942999',
    );
  }
  return { by: 'id', from: Number(from), to: Number(to) };
}

/** Ids and ranges with spaces between them. @throws ActionError */
export function idRanges(text: string): RuleFilter[] {
  return text.trim().split(/[ ,]+/).map(idRange);
}

/** @throws ActionError when the text is empty */
export function byTag(text: string): RuleFilter {
  return { by: 'tag', text: named(text, 'tag') };
}

/** @throws ActionError when the text is empty */
export function byMsg(text: string): RuleFilter {
  return { by: 'msg', text: named(text, 'message') };
}

function named(text: string, what: string): string {
  if (text === '') throw new ActionError(`an empty ${what}`, `write the whole ${what} of the rules you mean`);
  return text;
}

/** The effect that takes rules out. */
export function removeRules(filters: readonly RuleFilter[]): Effect {
  return inspection => {
    for (const filter of filters) inspection.removals.removeRules(filter);
  };
}

/**
 * The effect of `RULES;VARIABLE`: the rules do not look at the variable. A `!` before it changes nothing.
 * @throws ActionError or OperatorError
 */
export function removeTarget(value: string, filterOf: (text: string) => RuleFilter): Effect {
  const semicolon = value.indexOf(';');
  if (semicolon < 0) {
    throw new ActionError(
      JSON.stringify(value),
      'write the rule, a semicolon and the variable: 942100;ARGS:name',
    );
  }
  const filter = filterOf(value.slice(0, semicolon));
  const target = parseExclusion(
    value
      .slice(semicolon + 1)
      .trim()
      .replace(/^!/, ''),
  );
  return inspection => inspection.removals.removeTarget(filter, target);
}
