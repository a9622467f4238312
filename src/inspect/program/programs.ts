import type { Rule } from '../plan.js';
import { fullProgram, type Program, type RequirementsOf } from './program.js';
import { specialise } from './specialise.js';
import { TxBase } from './tx-base.js';

/** Sets of presets that have a program of their own; sites differ in a paranoia level or two. */
const MOST_PROGRAMS = 16;

/** What a transaction begins with. */
export interface Start {
  readonly program: Program;
  /** TX with the presets. */
  readonly tx: TxBase;
}

/** The programs of one plan. */
export class Programs {
  readonly #known = new WeakMap<ReadonlyMap<string, string>, Start>();
  readonly #starts = new Map<string, Start>();
  #full: Program | null = null;

  /** @param requirementsOf what the first operator of a rule requires; null: it cannot be filtered */
  constructor(
    private readonly phases: readonly (readonly Rule[])[],
    private readonly requirementsOf: RequirementsOf,
  ) {}

  /** With every rule in its place, whatever TX begins with. */
  get full(): Program {
    this.#full ??= fullProgram(this.phases, this.requirementsOf);
    return this.#full;
  }

  /** @param presets TX variables set before the first rule, by lower-case name; never changed afterwards */
  for(presets: ReadonlyMap<string, string>): Start {
    let start = this.#known.get(presets);
    if (start === undefined) {
      start = this.#startFor(presets);
      this.#known.set(presets, start);
    }
    return start;
  }

  /**
   * Builds what transactions with these presets run, and what the few fall back on in which a foreseen rule is taken out or a fault
   * happens: at load, not while a request waits.
   */
  prepare(presets: ReadonlyMap<string, string>): void {
    for (const program of new Set([this.for(presets).program, this.full])) program.buildPrefilter();
  }

  #startFor(presets: ReadonlyMap<string, string>): Start {
    const key = JSON.stringify([...presets].sort());
    let start = this.#starts.get(key);
    if (start === undefined) {
      const isOneTooMany = this.#starts.size >= MOST_PROGRAMS;
      start = {
        program: isOneTooMany ? this.full : specialise(this.phases, presets, this.requirementsOf),
        tx: TxBase.of(presets),
      };
      if (!isOneTooMany) this.#starts.set(key, start);
    }
    return start;
  }
}
