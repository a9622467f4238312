import type { OperatorSpec } from '../contract.js';
import { compilePattern, requiredByPattern } from './rx-pattern.js';

/** More matches than this in one value are not looked at. */
const MOST_MATCHES = 1000;

/**
 * As `rx`, for all matches of the value one after the other. As in ModSecurity v3 the groups of a later match replace
 * those of an earlier one, and a group that took no part in a later match keeps what it had.
 */
export const rxGlobal: OperatorSpec = {
  name: 'rxGlobal',
  summary:
    'Matches a regular expression (PCRE) as often as it occurs in the value; a later match replaces TX:0 … TX:9.',
  example: 'SecRule ARGS "@rxGlobal id=([0-9]+)" "id:1,phase:2,pass,capture"',
  compile(argument) {
    const regexFor = compilePattern(argument);
    return (value, scope) => {
      const regex = regexFor(scope);
      if (!scope.capturing) return regex.test(value);
      const matches = regex.matchAll(value, MOST_MATCHES);
      if (matches.length === 0) return false;
      const captured: (string | undefined)[] = [];
      for (const groups of matches) {
        for (let i = 0; i < groups.length && i < 10; i++) captured[i] = groups[i] ?? captured[i];
      }
      scope.capture(captured);
      return true;
    };
  },
  requires: requiredByPattern,
};
