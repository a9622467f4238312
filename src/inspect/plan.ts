import type { Place } from '../core/index.js';
import type { Macro, Operator } from './contract.js';
import type { Inspection } from './inspection.js';
import type { Programs } from './program/programs.js';
import type { Settings } from './settings.js';
import type { Pipeline } from './value.js';
import type { VariableSpec } from './variables/spec.js';

/**
 * What rule files become before any request comes: frozen, shared by all sites that have the same rules. Nothing that
 * could be worked out at load is left to be worked out per request.
 */
export interface Plan {
  /** Rules by phase, 1–5 (index 0 is empty), in the order they run. */
  readonly phases: readonly (readonly Rule[])[];
  readonly rulesById: ReadonlyMap<number, Rule>;
  /** Every distinct target; a target's place here is its index. */
  readonly targets: readonly Target[];
  readonly settings: Settings;
  /** The rules made ready to run, for each set of presets. */
  readonly programs: Programs;
  /** How many tests there are: their ids are below it. */
  readonly tests: number;
}

export type Phase = 1 | 2 | 3 | 4 | 5;

/** A rule with the rules chained to it. */
export interface Rule {
  /** 0 for a rule without an id (only possible inside a chain, so never here). */
  readonly id: number;
  readonly phase: Phase;
  readonly place: Place;
  readonly links: readonly Link[];
  readonly msg: Macro;
  readonly logdata: Macro;
  readonly severity: number | null;
  readonly tags: readonly Macro[];
  readonly version: string;
  readonly revision: string;
  readonly maturity: number | null;
  readonly accuracy: number | null;
  readonly log: boolean;
  readonly auditLog: boolean;
  readonly disruption: Disruption;
  /** How many rules of this phase to jump over on a match. */
  readonly skip: number;
  /** Index in this phase of the first rule after the marker that skipAfter names, or -1. */
  readonly skipTo: number;
}

/** What a match does to the transaction. */
export type Disruption =
  | { readonly kind: 'none' }
  | { readonly kind: 'deny'; readonly status: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'redirect'; readonly status: number; readonly to: Macro }
  | { readonly kind: 'allow'; readonly scope: 'transaction' | 'request' | 'phase' };

/** One SecRule or SecAction of a chain. */
export interface Link {
  /** Null for SecAction: matches always, looks at nothing. */
  readonly test: LinkTest | null;
  /** Run for every value that matched, whatever the rest of the chain says. */
  readonly effects: readonly Effect[];
  readonly place: Place;
}

export interface LinkTest {
  readonly targets: readonly Target[];
  readonly pipeline: Pipeline;
  /** With multiMatch: every pipeline from the empty one to `pipeline`, tested in turn. Otherwise null. */
  readonly stages: readonly Pipeline[] | null;
  readonly operatorName: string;
  /** For people: the operator's argument as written. */
  readonly operatorArgument: string;
  readonly operator: Operator;
  readonly negated: boolean;
  readonly capture: boolean;
  /** Under which answers of the operator are kept with a value; -1 when they depend on more than the value. */
  readonly id: number;
}

/** A non-disruptive action, ready to run. One that writes to TX tells so by `assignment`: nothing else may. */
export interface Effect {
  (inspection: Inspection): void;
  readonly assignment?: TxAssignment;
}

/** What `setvar` does to a TX variable. */
export interface TxAssignment {
  readonly name: Macro;
  /** Null deletes it. */
  readonly value: Macro | null;
  /** 0 sets it; 1 and -1 add to it and take from it, as numbers. */
  readonly sign: -1 | 0 | 1;
}

/** What a rule looks at: a variable, perhaps narrowed, perhaps with exceptions. Interned per plan. */
export interface Target {
  readonly index: number;
  readonly variable: VariableSpec;
  readonly selector: Selector | null;
  /** `&`: one value, the number of values. */
  readonly count: boolean;
  readonly exclusions: readonly Exclusion[];
}

/** Decides about keys of a collection. */
export interface Selector {
  /** As written. */
  readonly source: string;
  /** In lower case when it names one key, null when it is a regex. */
  readonly key: string | null;
  matches(lowerKey: string): boolean;
}

/** Values taken out of a rule's targets. Without a selector: the whole variable. */
export interface Exclusion {
  /** Name of the variable, in upper case. */
  readonly collection: string;
  readonly selector: Selector | null;
}
