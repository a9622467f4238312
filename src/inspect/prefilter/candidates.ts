import type { Inspection } from '../inspection.js';
import { readTarget } from '../targets.js';
import type { Value } from '../value.js';
import type { FilterGroup, Prefilter } from './prefilter.js';

/** Which rules of one transaction may match, worked out group by group as they are reached. */
export class Candidates {
  readonly #prefilter: Prefilter;
  readonly #scanned: Uint8Array;
  readonly #marked: Uint8Array;

  constructor(prefilter: Prefilter) {
    this.#prefilter = prefilter;
    this.#scanned = new Uint8Array(prefilter.groups.length);
    this.#marked = new Uint8Array(prefilter.groupOf.length);
  }

  /** False when no value of the rule with this filter can match. */
  mayMatch(inspection: Inspection, filter: number): boolean {
    const group = this.#prefilter.groupOf[filter];
    if (this.#scanned[group] === 0) {
      this.#scanned[group] = 1;
      this.#scan(inspection, this.#prefilter.groups[group], group);
    }
    return this.#marked[filter] === 1;
  }

  #scan(inspection: Inspection, { targets, pipelines }: FilterGroup, group: number): void {
    const { groupOf, automaton } = this.#prefilter;
    for (const target of targets) {
      for (const entry of readTarget(inspection, target)) {
        for (const pipeline of pipelines) {
          const found = entry.value.form(pipeline).candidates(automaton);
          for (let i = 0; i < found.length; i++) {
            const filter = found[i];
            if (groupOf[filter] === group) this.#marked[filter] = 1;
          }
        }
      }
    }
  }
}

/** False when this one value cannot match the rule with this filter. */
export function mayMatchValue(prefilter: Prefilter, filter: number, form: Value): boolean {
  return form.candidates(prefilter.automaton).includes(filter);
}
