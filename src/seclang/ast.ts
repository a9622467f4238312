import type { Word } from './words.js';

/** One `COLLECTION:selector` of a rule's first word, before anything is looked up. */
export interface VariableNode {
  /** `&`: the number of values instead of the values. */
  readonly count: boolean;
  /** `!`: taken out of what the other variables give. */
  readonly excluded: boolean;
  /** As written, e.g. `REQUEST_HEADERS`. */
  readonly name: Word;
  readonly selector: SelectorNode | null;
}

export type SelectorNode =
  /** Compared without regard to ASCII case. */
  | { readonly kind: 'key'; readonly text: Word }
  /** Written `/…/`. */
  | { readonly kind: 'regex'; readonly text: Word };

export interface OperatorNode {
  readonly negated: boolean;
  /** Without `@`; `rx` where the rule names none. */
  readonly name: Word | null;
  readonly argument: Word;
}

export interface ActionNode {
  readonly name: Word;
  readonly argument: Word | null;
}

/** SecRule, or SecAction where `variables` and `operator` are null. */
export interface RuleNode {
  readonly kind: 'rule';
  readonly directive: Word;
  readonly variables: readonly VariableNode[] | null;
  readonly operator: OperatorNode | null;
  readonly actions: readonly ActionNode[];
}

export interface MarkerNode {
  readonly kind: 'marker';
  readonly directive: Word;
  readonly name: Word;
}

export interface DefaultActionNode {
  readonly kind: 'default-action';
  readonly directive: Word;
  readonly actions: readonly ActionNode[];
}

/** Every other directive. */
export interface SettingNode {
  readonly kind: 'setting';
  readonly directive: Word;
  readonly args: readonly Word[];
}

export type Node = RuleNode | MarkerNode | DefaultActionNode | SettingNode;
