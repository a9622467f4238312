import { didYouMean, lowerAscii, type Problems } from '../../core/index.js';
import { macroVariables } from '../../inspect/macro.js';
import { findVariable, VARIABLES } from '../../inspect/variables/registry.js';
import type { Node } from '../ast.js';
import type { Word } from '../words.js';

/**
 * Warns of every `%{NAME}` that names no variable, in operators and in actions: it expands to nothing, and a rule that
 * compares with nothing is usually a mistyped one.
 */
export function checkMacros(nodes: readonly Node[], problems: Problems): void {
  for (const node of nodes) {
    if (node.kind !== 'rule' && node.kind !== 'default-action') continue;
    if (node.kind === 'rule' && node.operator !== null) checkWord(node.operator.argument, problems);
    for (const { argument } of node.actions) if (argument !== null) checkWord(argument, problems);
  }
}

function checkWord(word: Word, problems: Problems): void {
  if (!word.text.includes('%{')) return;
  for (const { collection } of macroVariables(word.text)) {
    if (findVariable(collection) !== undefined) continue;
    const at = lowerAscii(word.text).indexOf(`%{${lowerAscii(collection)}`);
    problems.warning(
      word.place(Math.max(at, 0)),
      `the macro %{${collection}} names no variable, and expands to nothing`,
      didYouMean(collection, VARIABLES.keys()),
    );
  }
}
