import type { Macro } from '../contract.js';
import type { Effect } from '../plan.js';

/** A rule while its actions are read. What stays null falls back to SecDefaultAction, then to the built-in default. */
export interface RuleDraft {
  id: number | null;
  phase: number | null;
  msg: Macro | null;
  logdata: Macro | null;
  severity: number | null;
  readonly tags: Macro[];
  version: string;
  revision: string;
  maturity: number | null;
  accuracy: number | null;
  log: boolean | null;
  auditLog: boolean | null;
  disruption: DraftDisruption | null;
  status: number | null;
  chain: boolean;
  skip: number;
  skipAfter: string | null;
  capture: boolean;
  multiMatch: boolean;
  /** Transformation names since the last `t:none`. */
  readonly transformations: string[];
  /** True once `t:none` was read: SecDefaultAction's transformations do not count. */
  transformationsReset: boolean;
  readonly effects: Effect[];
  /** Namespaces for XPath, by prefix. */
  readonly namespaces: Map<string, string>;
  /** What an action read last does not do here: the loader warns of it. */
  readonly cautions: string[];
}

export type DraftDisruption =
  | { readonly kind: 'block' | 'deny' | 'drop' | 'pass' }
  | { readonly kind: 'redirect'; readonly to: Macro }
  | { readonly kind: 'allow'; readonly scope: 'transaction' | 'request' | 'phase' };

/** The manual's groups: what an action is for. */
export type ActionGroup = 'disruptive' | 'non-disruptive' | 'flow' | 'metadata' | 'data';

/** Where actions stand: in a rule or the first of a chain, in a further rule of a chain, in SecDefaultAction, in SecRuleUpdateActionById. */
export type ActionPlace = 'starter' | 'chained' | 'default' | 'update';

export interface ActionSpec {
  /** As SecLang writes it; compared without regard to case. */
  readonly name: string;
  readonly group: ActionGroup;
  /** One line for the documentation. */
  readonly summary: string;
  /** Directives as an example for the documentation. */
  readonly example: string;
  readonly argument: 'none' | 'required' | 'optional';
  /** Where it may not stand. */
  readonly notIn: readonly ActionPlace[];
  /**
   * Writes the action into the draft.
   * @param argument empty when there is none
   * @throws ActionError
   */
  apply(draft: RuleDraft, argument: string): void;
}

/** A mistake in an action's argument; the loader adds the place. */
export class ActionError extends Error {
  constructor(
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${found}; ${expected}`);
    this.name = 'ActionError';
  }
}

export function emptyDraft(): RuleDraft {
  return {
    id: null,
    phase: null,
    msg: null,
    logdata: null,
    severity: null,
    tags: [],
    version: '',
    revision: '',
    maturity: null,
    accuracy: null,
    log: null,
    auditLog: null,
    disruption: null,
    status: null,
    chain: false,
    skip: 0,
    skipAfter: null,
    capture: false,
    multiMatch: false,
    transformations: [],
    transformationsReset: false,
    effects: [],
    namespaces: new Map(),
    cautions: [],
  };
}

/** @throws ActionError unless the text is a whole number within the bounds */
export function wholeNumber(text: string, what: string, least: number, most: number): number {
  if (!/^\d{1,16}$/.test(text) || Number(text) < least || Number(text) > most) {
    throw new ActionError(`${what} ${JSON.stringify(text)}`, `write a whole number from ${least} to ${most}`);
  }
  return Number(text);
}
