import type { OperatorNode } from './ast.js';
import { isSpace, type Word } from './words.js';

/** Parses the second argument of SecRule: `[!]@name argument`, or a bare regex, which means `@rx`. */
export function parseOperator(word: Word): OperatorNode {
  let { text } = word;
  let rest = word;
  let i = 0;
  while (i < text.length && isSpace(text.charCodeAt(i))) i++;
  let negated = false;
  if (text[i] === '!') {
    // A lone `!` before something that is not an operator negates the bare regex after it.
    negated = true;
    i++;
    while (i < text.length && isSpace(text.charCodeAt(i))) i++;
  }
  rest = word.slice(i);
  text = rest.text;
  if (text[0] !== '@') return { negated, name: null, argument: rest };
  let end = 1;
  while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
  let from = end;
  while (from < text.length && isSpace(text.charCodeAt(from))) from++;
  return { negated, name: rest.slice(1, end), argument: rest.slice(from) };
}
