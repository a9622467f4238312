import type { OperatorSpec } from '../contract.js';
import { comparing, requiresArgument } from './argument.js';

export const beginsWith: OperatorSpec = {
  name: 'beginsWith',
  summary: 'The value begins with the argument.',
  example: 'SecRule REQUEST_URI "@beginsWith /admin" "id:1001,phase:1,deny"',
  compile: argument => comparing(argument, (value, prefix) => value.startsWith(prefix)),
  requires: requiresArgument,
};

export const endsWith: OperatorSpec = {
  name: 'endsWith',
  summary: 'The value ends with the argument.',
  example: 'SecRule REQUEST_FILENAME "@endsWith .bak" "id:1002,phase:1,deny"',
  compile: argument => comparing(argument, (value, suffix) => value.endsWith(suffix)),
  requires: requiresArgument,
};

export const contains: OperatorSpec = {
  name: 'contains',
  summary: 'The argument occurs in the value.',
  example: 'SecRule REQUEST_URI "@contains ../" "id:1003,phase:1,deny"',
  compile: argument => comparing(argument, (value, part) => value.includes(part)),
  requires: requiresArgument,
};

export const strmatch: OperatorSpec = {
  name: 'strmatch',
  summary: 'The same as @contains.',
  example: 'SecRule REQUEST_HEADERS:User-Agent "@strmatch WebZIP" "id:1004,phase:1,deny"',
  compile: contains.compile,
  requires: requiresArgument,
};

export const streq: OperatorSpec = {
  name: 'streq',
  summary: 'The value equals the argument, byte by byte.',
  example: 'SecRule ARGS:token "!@streq %{SESSION.token}" "id:1005,phase:2,deny"',
  compile: argument => comparing(argument, (value, text) => value === text),
  requires: requiresArgument,
};

export const within: OperatorSpec = {
  name: 'within',
  summary: 'The value occurs in the argument. An empty value always does.',
  example: 'SecRule REQUEST_METHOD "!@within GET HEAD POST" "id:1006,phase:1,deny"',
  compile: argument => comparing(argument, (value, text) => text.includes(value)),
};

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
