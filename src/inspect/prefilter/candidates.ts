import type { Inspection } from '../inspection.js';
import { readTarget } from '../targets.js';
import type { Value } from '../value.js';
import type { Prefilter, Scan } from './prefilter.js';

/**
 * Which rules may match, worked out target by target as rules are reached. There is one of these a plan: phases run
 * from beginning to end without a break, and `begin` makes everything that an earlier phase left behind invalid, by
 * giving this one a number of its own.
 */
export class Candidates {
  readonly #groupsDone: Float64Array;
  readonly #scansDone: Float64Array;
  readonly #marked: Float64Array;
  #run = 0;

  constructor(
    private readonly prefilter: Pick<Prefilter, 'scanner' | 'changing' | 'groupOf' | 'groups' | 'scans'>,
  ) {
    this.#groupsDone = new Float64Array(prefilter.groups.length);
    this.#scansDone = new Float64Array(prefilter.scans.length);
    this.#marked = new Float64Array(prefilter.groupOf.length);
  }

  /** Begins one phase of one transaction. */
  begin(): void {
    this.#run++;
  }

  /** False when no value of the rule with this filter can match. */
  mayMatch(inspection: Inspection, filter: number): boolean {
    const group = this.prefilter.groupOf[filter];
    if (this.#groupsDone[group] !== this.#run) this.#prepare(inspection, group);
    if (this.#marked[filter] === this.#run) return true;
    const changing = this.prefilter.changing[filter];
    for (let i = 0; i < changing.length; i++) {
      if (readTarget(inspection, changing[i]).length > 0) return true;
    }
    return false;
  }

  #prepare(inspection: Inspection, group: number): void {
    this.#groupsDone[group] = this.#run;
    for (const scan of this.prefilter.groups[group]) {
      if (this.#scansDone[scan] === this.#run) continue;
      this.#scansDone[scan] = this.#run;
      this.#scan(inspection, this.prefilter.scans[scan]);
    }
  }

  #scan(inspection: Inspection, { target, forms, isFor }: Scan): void {
    const { scanner } = this.prefilter;
    const marked = this.#marked;
    const run = this.#run;
    const entries = readTarget(inspection, target);
    for (let i = 0; i < entries.length; i++) {
      const found = entries[i].value.candidatesOfForms(forms, scanner);
      for (let j = 0; j < found.length; j++) {
        const filter = found[j];
        if (isFor[filter] === 1) marked[filter] = run;
      }
    }
  }
}

/** False when this one value cannot match the rule with this filter. */
export function mayMatchValue(prefilter: Prefilter, filter: number, form: Value): boolean {
  return form.candidates(prefilter.scanner).includes(filter);
}
