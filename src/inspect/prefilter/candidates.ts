import type { Inspection } from '../inspection.js';
import { readTarget } from '../targets.js';
import type { Value } from '../value.js';
import type { Prefilter, Scan } from './prefilter.js';

/** Which rules of one transaction may match, worked out target by target as rules are reached. */
export class Candidates {
  readonly #prefilter: Prefilter;
  readonly #groupsDone: Uint8Array;
  readonly #scansDone: Uint8Array;
  readonly #marked: Uint8Array;

  constructor(prefilter: Prefilter) {
    this.#prefilter = prefilter;
    this.#groupsDone = new Uint8Array(prefilter.groups.length);
    this.#scansDone = new Uint8Array(prefilter.scans.length);
    this.#marked = new Uint8Array(prefilter.groupOf.length);
  }

  /** False when no value of the rule with this filter can match. */
  mayMatch(inspection: Inspection, filter: number): boolean {
    const group = this.#prefilter.groupOf[filter];
    if (this.#groupsDone[group] === 0) {
      this.#groupsDone[group] = 1;
      for (const scan of this.#prefilter.groups[group]) {
        if (this.#scansDone[scan] === 0) {
          this.#scansDone[scan] = 1;
          this.#scan(inspection, this.#prefilter.scans[scan]);
        }
      }
    }
    return this.#marked[filter] === 1;
  }

  #scan(inspection: Inspection, { target, forms, isFor }: Scan): void {
    const { automaton } = this.#prefilter;
    const marked = this.#marked;
    const entries = readTarget(inspection, target);
    for (let i = 0; i < entries.length; i++) {
      const found = entries[i].value.candidatesOfForms(forms, automaton);
      for (let j = 0; j < found.length; j++) marked[found[j]] |= isFor[found[j]];
    }
  }
}

/** False when this one value cannot match the rule with this filter. */
export function mayMatchValue(prefilter: Prefilter, filter: number, form: Value): boolean {
  return form.candidates(prefilter.automaton).includes(filter);
}
