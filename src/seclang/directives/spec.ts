import type { RuleFilter } from '../../inspect/removals.js';
import type { Settings } from '../../inspect/settings.js';
import type { ActionNode, VariableNode } from '../ast.js';
import type { Word } from '../words.js';

/** Changes to rules that stand elsewhere in the files; carried out when all rules are known. */
export type RuleChange =
  | { readonly kind: 'remove'; readonly filters: readonly RuleFilter[]; readonly directive: Word }
  | {
      readonly kind: 'update-target';
      readonly filter: RuleFilter;
      readonly variables: readonly VariableNode[];
      readonly directive: Word;
    }
  | {
      readonly kind: 'update-actions';
      readonly filter: RuleFilter;
      readonly actions: readonly ActionNode[];
      readonly directive: Word;
    };

/** What a directive may write to. */
export interface DirectiveScope {
  readonly settings: Settings;
  readonly changes: RuleChange[];
  warning(word: Word, found: string, expected: string): void;
}

export interface DirectiveSpec {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** @throws SyntaxProblem */
  apply(directive: Word, args: readonly Word[], scope: DirectiveScope): void;
}
