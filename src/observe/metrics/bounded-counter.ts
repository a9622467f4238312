import { label, type Sample, series } from './family.js';

/** Label of what is beyond the bound. */
export const OTHER = 'other';

/**
 * Counts by a key whose values are few but not known beforehand (error codes). Keys beyond the bound, and keys that do
 * not look like a short name, count as `other`: no input can grow the metric.
 */
export class BoundedCounter {
  readonly #counts = new Map<string, number>();

  constructor(readonly limit: number) {}

  add(key: string, by = 1): void {
    let slot = key;
    let before = this.#counts.get(slot);
    if (before === undefined && (this.#counts.size >= this.limit || !/^[A-Za-z0-9_.:-]{1,64}$/.test(slot))) {
      slot = OTHER;
      before = this.#counts.get(slot);
    }
    this.#counts.set(slot, (before ?? 0) + by);
  }

  samples(name: string, labelName: string): Sample[] {
    return [...this.#counts].map(([key, value]): Sample => [series(name, label(labelName, key)), value]);
  }
}

/**
 * Counts matches by rule id. Only ids of the loaded rules, and at most 2,000 of them, have a series of their own; the
 * rest share `other`.
 */
export class RuleCounter {
  static readonly LIMIT = 2000;
  #counts = new Map<number, number>();
  #other = 0;

  /** Takes the ids of newly loaded rules. Counts of ids that stay are kept. */
  setRules(ids: Iterable<number>): void {
    const counts = new Map<number, number>();
    for (const id of ids) {
      if (counts.size >= RuleCounter.LIMIT) break;
      counts.set(id, this.#counts.get(id) ?? 0);
    }
    this.#counts = counts;
  }

  add(id: number): void {
    const before = this.#counts.get(id);
    if (before === undefined) this.#other++;
    else this.#counts.set(id, before + 1);
  }

  samples(name: string): Sample[] {
    const samples: Sample[] = [];
    for (const [id, count] of this.#counts) if (count > 0) samples.push([`${name}{rule="${id}"}`, count]);
    if (this.#other > 0) samples.push([`${name}{rule="${OTHER}"}`, this.#other]);
    return samples;
  }
}
