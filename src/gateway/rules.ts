import { statSync } from 'node:fs';
import { statOf } from '../config/index.js';
import { type LoadedRules, loadRules } from '../seclang/index.js';

interface Kept {
  readonly named: readonly string[];
  /** Every file that was read, as it was. */
  readonly files: readonly (readonly [file: string, stat: string])[];
  readonly rules: LoadedRules;
}

/** How much later than it happened a change may be dated, in milliseconds: a tick of the system's clock, and some more. */
const TICK = 50;

/** The rules that were loaded last: compiling takes seconds, and sites share the plan as long as it is the same. */
export class RuleCache {
  #last: Kept | null = null;

  /**
   * Loads rules, or gives those loaded last when none of their files has changed.
   * @throws ProblemsError
   */
  load(named: readonly string[]): LoadedRules {
    const last = this.#last;
    if (
      last !== null &&
      isSame(last.named, named) &&
      last.files.every(([file, stat]) => statOf(file) === stat)
    ) {
      return last.rules;
    }
    const started = Date.now();
    const rules = loadRules(named);
    const files = rules.files.map(file => [file, statOf(file)] as const);
    // One that changed while they were read may be known by what it is now, and not by what was read.
    const isSettled = rules.files.every(file => changedAt(file) < started - TICK);
    this.#last = isSettled ? { named, files, rules } : null;
    return rules;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

function changedAt(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? Number.POSITIVE_INFINITY : Math.max(stat.mtimeMs, stat.ctimeMs);
}
