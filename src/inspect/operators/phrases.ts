import { AhoCorasick } from '../aho-corasick.js';
import type { Operator } from '../contract.js';

/** Captures the phrase as the rule writes it: the one that ends first, the longest of those. */
export function anyPhrase(phrases: readonly string[]): Operator {
  const automaton = AhoCorasick.build(phrases, { caseInsensitive: true });
  return (value, scope) => {
    const found = automaton.firstMatch(value.bytes);
    if (found < 0) return false;
    if (scope.capturing) scope.capture([phrases[found]]);
    return true;
  };
}
