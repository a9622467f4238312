import type { OperatorSpec } from '../contract.js';
import { compilePattern, requiredByPattern } from './rx-pattern.js';

/** A PCRE pattern that matches anywhere in the value; with `capture`, TX:0 is the match and TX:1 … TX:9 its groups. */
export const rx: OperatorSpec = {
  name: 'rx',
  summary: 'Matches a regular expression (PCRE) anywhere in the value.',
  example: 'SecRule ARGS "@rx (?i)<script[^>]*>" "id:1,phase:2,deny,capture"',
  compile(argument) {
    const regexFor = compilePattern(argument);
    return (value, scope) => {
      const regex = regexFor(scope);
      // Most values do not match, and asking for groups costs ten times as much as asking for a match.
      if (!regex.test(value)) return false;
      if (!scope.capturing) return true;
      const groups = regex.exec(value);
      if (groups === null) return false;
      scope.capture(groups.slice(0, 10));
      return true;
    };
  },
  requires: requiredByPattern,
};
