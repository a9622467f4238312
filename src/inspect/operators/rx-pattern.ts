import { LRUCache } from 'lru-cache';
import type { Macro, MacroScope, Requirements } from '../contract.js';
import { compileRegex, type Regex, requiredLiterals } from '../regex/index.js';

/** Expanded patterns kept by each rule. What a macro expands to may be the attacker's choice, so few. */
const MOST_EXPANDED = 32;
/** Longest pattern that is compiled while a request waits. */
const LONGEST_EXPANDED = 4096;

/**
 * The argument of a regular expression operator. Without macros it is compiled now; with macros, when a request has
 * expanded them, and then a pattern that does not compile is a fault.
 * @throws OperatorError for a pattern without macros that does not compile
 */
export function compilePattern(argument: Macro): (scope: MacroScope) => Regex {
  if (argument.isStatic) {
    const regex = compileRegex(argument.source);
    return () => regex;
  }
  const expanded = new LRUCache<string, Regex>({ max: MOST_EXPANDED });
  return scope => {
    const pattern = argument.expand(scope);
    let regex = expanded.get(pattern);
    if (regex === undefined) {
      if (pattern.length > LONGEST_EXPANDED) {
        throw new RangeError(
          `a regular expression expanded to ${pattern.length} bytes; at most ${LONGEST_EXPANDED} are compiled`,
        );
      }
      regex = compileRegex(pattern);
      expanded.set(pattern, regex);
    }
    return regex;
  };
}

/** What every value contains that the pattern matches; null when that is nothing, or not known before a request. */
export function requiredByPattern(argument: Macro): Requirements | null {
  if (!argument.isStatic) return null;
  const required = requiredLiterals(compileRegex(argument.source).pattern);
  return required.length === 0 ? null : required.map(({ literals }) => literals);
}
