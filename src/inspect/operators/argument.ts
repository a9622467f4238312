import { lowerAscii } from '../../core/index.js';
import { isSpace } from '../byte-class.js';
import { type Macro, type Operator, OperatorError, type Requirements } from '../contract.js';

/**
 * An operator that compares a value with its argument. A static argument is read once, one with macros at each
 * evaluation.
 */
export function comparing(argument: Macro, matches: (value: string, argument: string) => boolean): Operator {
  if (argument.isStatic) {
    const text = argument.source;
    return value => matches(value.bytes, text);
  }
  return (value, scope) => matches(value.bytes, argument.expand(scope));
}

/**
 * The text of an argument that is compiled at load and so cannot hold macros.
 * @throws OperatorError when it does
 */
export function staticText(argument: Macro, operator: string): string {
  if (!argument.isStatic) {
    throw new OperatorError(
      `the argument of @${operator} holds a macro: \`${argument.source}\``,
      `@${operator} is compiled when the rules are loaded; write its argument out`,
    );
  }
  return argument.source;
}

/** Splits at whitespace (`isSpace`); no empty parts. */
export function words(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && !isSpace(text.charCodeAt(i))) continue;
    if (i > start) found.push(text.slice(start, i));
    start = i + 1;
  }
  return found;
}

/** Without whitespace (`isSpace`) at both ends. `trim` would take the byte A0 too. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** For operators whose value contains the argument: what a prefilter may look for. */
export function requiresArgument(argument: Macro): Requirements | null {
  return argument.isStatic && argument.source !== '' ? [[lowerAscii(argument.source)]] : null;
}
