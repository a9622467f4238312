import type { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { readTarget } from '../targets.js';
import type { Value } from '../value.js';
import type { Prefilter, Scan } from './prefilter.js';

/** Values that may match a rule, in the order of each target's, and the indexes of the targets that gave them. */
export interface Found {
  /** The first `count` of them; the others are null. */
  readonly entries: (Entry | null)[];
  readonly targets: number[];
  count: number;
}

/** Lists up to this length are used again; a longer one was some request's flood. */
const KEPT_LENGTH = 64;

/**
 * Which rules may match, worked out target by target as rules are reached. There is one of these a plan: phases run
 * from beginning to end without a break, and `begin` makes everything that an earlier phase left behind invalid, by
 * giving this one a number of its own.
 */
export class Candidates {
  readonly #groupsDone: Float64Array;
  readonly #scansDone: Float64Array;
  readonly #marked: Float64Array;
  /** By filter: the run in which a value of TX was found for it. */
  readonly #txMarked: Float64Array;
  /** By scan of TX: the run in which it was done, and how often TX had been written to then. */
  readonly #txDone: Float64Array;
  readonly #writesSeen: Float64Array;
  readonly #found: readonly Found[];
  /** Filters with values. */
  readonly #filters: number[] = [];
  #run = 0;

  constructor(
    private readonly prefilter: Pick<
      Prefilter,
      'automaton' | 'changing' | 'groupOf' | 'groups' | 'scans' | 'txScans'
    >,
  ) {
    this.#groupsDone = new Float64Array(prefilter.groups.length);
    this.#scansDone = new Float64Array(prefilter.scans.length);
    this.#marked = new Float64Array(prefilter.groupOf.length);
    this.#txMarked = new Float64Array(prefilter.groupOf.length);
    this.#txDone = new Float64Array(prefilter.scans.length);
    this.#writesSeen = new Float64Array(prefilter.scans.length);
    this.#found = Array.from(prefilter.groupOf, () => ({ entries: [], targets: [], count: 0 }));
  }

  /** Begins one phase of one transaction. */
  begin(): void {
    this.#run++;
    const filters = this.#filters;
    // Entries hold on to bodies: they go with their phase.
    for (let i = 0; i < filters.length; i++) {
      const found = this.#found[filters[i]];
      if (found.entries.length > KEPT_LENGTH) {
        found.entries.length = 0;
        found.targets.length = 0;
      } else for (let j = 0; j < found.count; j++) found.entries[j] = null;
      found.count = 0;
    }
    filters.length = 0;
  }

  /** The values of settled targets that may match the rule with this filter. `mayMatch` was asked before. */
  found(filter: number): Found {
    return this.#found[filter];
  }

  /** False when no value of the rule with this filter can match. */
  mayMatch(inspection: Inspection, filter: number): boolean {
    const group = this.prefilter.groupOf[filter];
    if (this.#groupsDone[group] !== this.#run) this.#prepare(inspection, group);
    if (this.#marked[filter] === this.#run || this.#mayMatchTx(inspection, filter)) return true;
    const changing = this.prefilter.changing[filter];
    for (let i = 0; i < changing.length; i++) {
      if (readTarget(inspection, changing[i]).length > 0) return true;
    }
    return false;
  }

  #prepare(inspection: Inspection, group: number): void {
    this.#groupsDone[group] = this.#run;
    const scans = this.prefilter.groups[group];
    for (let i = 0; i < scans.length; i++) {
      const scan = scans[i];
      if (this.#scansDone[scan] === this.#run) continue;
      this.#scansDone[scan] = this.#run;
      this.#scan(inspection, this.prefilter.scans[scan]);
    }
  }

  /** Looks at TX again where rules wrote to it since. A mark of what is there no more stays: it says no more than "maybe". */
  #mayMatchTx(inspection: Inspection, filter: number): boolean {
    const scans = this.prefilter.txScans[filter];
    const { writes } = inspection.tx;
    for (let i = 0; i < scans.length; i++) {
      const scan = scans[i];
      if (this.#txDone[scan] === this.#run && this.#writesSeen[scan] === writes) continue;
      this.#txDone[scan] = this.#run;
      this.#writesSeen[scan] = writes;
      this.#markTx(inspection, this.prefilter.scans[scan]);
    }
    return this.#txMarked[filter] === this.#run;
  }

  /** The values are not kept with the filter: rules read TX anew. */
  #markTx(inspection: Inspection, { target, forms, isFor }: Scan): void {
    for (const { value } of readTarget(inspection, target)) {
      const found = value.candidatesOfForms(forms, this.prefilter.automaton);
      for (let i = 0; i < found.length; i++) {
        if (isFor[found[i]] === 1) this.#txMarked[found[i]] = this.#run;
      }
    }
  }

  #scan(inspection: Inspection, { target, forms, isFor }: Scan): void {
    const { automaton } = this.prefilter;
    const marked = this.#marked;
    const run = this.#run;
    const entries = readTarget(inspection, target);
    for (let i = 0; i < entries.length; i++) {
      const { value } = entries[i];
      inspection.time.look(value.bytes.length);
      const found = value.candidatesOfForms(forms, automaton);
      for (let j = 0; j < found.length; j++) {
        const filter = found[j];
        if (isFor[filter] === 0) continue;
        if (marked[filter] !== run) {
          marked[filter] = run;
          this.#filters.push(filter);
        }
        const list = this.#found[filter];
        list.entries[list.count] = entries[i];
        list.targets[list.count++] = target.index;
      }
    }
  }
}

/** False when this one value cannot match the rule with this filter. */
export function mayMatchValue(prefilter: Prefilter, filter: number, form: Value): boolean {
  return form.candidates(prefilter.automaton).includes(filter);
}
