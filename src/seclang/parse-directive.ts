import type { Node } from './ast.js';
import { LANGUAGE_DIRECTIVES } from './directives/language.js';
import type { LogicalLine } from './source.js';
import { SyntaxProblem, splitWords } from './words.js';

/** Parses one directive. @throws SyntaxProblem */
export function parseDirective(line: LogicalLine): Node {
  const [directive, ...args] = splitWords(line);
  const last = args.at(-1);
  if (last !== undefined && !last.quoted && last.text === '\\') {
    throw new SyntaxProblem(
      last.place(),
      'a backslash with blanks after it does not continue the line',
      'take the blanks out',
    );
  }
  const spec = LANGUAGE_DIRECTIVES.get(directive.text.toLowerCase());
  return spec === undefined ? { kind: 'setting', directive, args } : spec.parse(directive, args);
}
