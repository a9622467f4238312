import type { OperatorSpec } from '../contract.js';
import { comparing, requiresArgument } from './argument.js';

function isLetter(code: number): boolean {
  const folded = code | 0x20;
  return folded <= 0x7a && folded >= 0x61;
}

/** Neither neighbour of the occurrence may be an ASCII letter; digits and `_` are boundaries, as in ModSecurity. */
function hasWord(value: string, word: string): boolean {
  if (word === '') return true;
  for (let at = value.indexOf(word); at >= 0; at = value.indexOf(word, at + 1)) {
    // Past either end charCodeAt gives NaN, which is no letter.
    if (!isLetter(value.charCodeAt(at - 1)) && !isLetter(value.charCodeAt(at + word.length))) return true;
  }
  return false;
}

export const containsWord: OperatorSpec = {
  name: 'containsWord',
  summary: 'The argument occurs in the value with no letter right before or after it.',
  example: 'SecRule ARGS "@containsWord select" "id:1007,phase:2,deny"',
  compile: argument => comparing(argument, hasWord),
  requires: requiresArgument,
};
