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
      /** Variables whose place the others take; null: they are added. */
      readonly replaced: readonly VariableNode[] | null;
      readonly directive: Word;
    }
  | {
      readonly kind: 'update-actions';
      readonly filter: RuleFilter;
      /** 0 for the rule itself, 1 and more for the rules chained to it. */
      readonly offset: number;
      readonly actions: readonly ActionNode[];
      readonly directive: Word;
    };

/** What a directive may read and write. */
export interface DirectiveScope {
  readonly settings: Settings;
  readonly changes: RuleChange[];
  warning(word: Word, found: string, expected: string): void;
  /** Absolute path of a file that a word names, from the folder of its rule file. */
  resolve(word: Word): string;
  /** Reads a file that a word names, as a byte string. @throws SyntaxProblem when it cannot be read */
  readFile(word: Word): string;
}

/** What the documentation says of a directive. */
export interface DirectiveText {
  readonly name: string;
  /** One line for the documentation. */
  readonly summary: string;
  /** Directives as an example for the documentation. */
  readonly example: string;
}

/** A directive that sets something or changes rules. */
export interface DirectiveSpec extends DirectiveText {
  /** Why it has no effect here, when it is only read: its job is done elsewhere. */
  readonly idle?: string;
  /** @throws SyntaxProblem */
  apply(directive: Word, args: readonly Word[], scope: DirectiveScope): void;
}
