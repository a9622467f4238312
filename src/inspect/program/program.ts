import type { Requirements } from '../contract.js';
import type { Phase, Rule } from '../plan.js';
import { buildPrefilter, type Prefilter } from '../prefilter/prefilter.js';
import { ValueCache } from '../value-cache.js';
import type { Foretold } from './foretold.js';

/** What a transaction walks through in one phase. */
export type Step = RuleStep | ForetoldStep;

export interface RuleStep {
  readonly rule: Rule;
  /** The step to go on with when the rule matched and jumps; -1: the next one. */
  readonly jump: number;
  /** The rule's place in its phase. */
  readonly place: number;
}

/** Rules of which it was known beforehand what they do. */
export interface ForetoldStep {
  readonly rule: null;
  readonly foretold: Foretold;
  readonly jump: number;
}

export type RequirementsOf = (rule: Rule) => Requirements | null;

/**
 * A plan made ready for one set of presets: rules that cannot match or be reached are left out, what others do is foretold. The
 * full program has every rule in its place.
 */
export class Program {
  /** Values that come again and again, with what is known of them under this program. */
  readonly values = new ValueCache();
  #prefilter: Prefilter | null | undefined;

  /**
   * @param phases by phase, 1–5 (index 0 is empty)
   * @param relied rules that must run as they were foreseen: where one of them is taken out, the full program holds
   * @param requirementsOf what the first operator of a rule requires; null: it cannot be filtered
   */
  constructor(
    readonly phases: readonly (readonly Step[])[],
    readonly relied: ReadonlySet<Rule>,
    private readonly requirementsOf: RequirementsOf,
  ) {}

  /** Null when no rule can be filtered. Built when it is first asked for. */
  get prefilter(): Prefilter | null {
    return this.#prefilter === undefined ? this.buildPrefilter() : this.#prefilter;
  }

  /** Builds the prefilter unless it is there: some ten milliseconds for a hundred rules. */
  buildPrefilter(): Prefilter | null {
    if (this.#prefilter === undefined) {
      const rules = this.phases.map(steps => steps.map(step => step.rule));
      this.#prefilter = buildPrefilter(rules, this.requirementsOf);
    }
    return this.#prefilter;
  }
}

/** Where a rule that matched goes on, as a place in its phase; -1: right behind it. */
export function jumpPlace(rule: Rule, place: number): number {
  if (rule.skipTo >= 0) return rule.skipTo;
  return rule.skip === 0 ? -1 : place + 1 + rule.skip;
}

export const PHASES: readonly Phase[] = [1, 2, 3, 4, 5];

/** The program that leaves nothing out. */
export function fullProgram(phases: readonly (readonly Rule[])[], requirementsOf: RequirementsOf): Program {
  const steps = phases.map(rules =>
    rules.map((rule, place) => ({ rule, place, jump: jumpPlace(rule, place) })),
  );
  return new Program(steps, new Set(), requirementsOf);
}
