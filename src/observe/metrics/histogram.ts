import type { Family, Sample } from './family.js';

/** Upper bounds in seconds for time spent inspecting: most requests take well under a millisecond. */
export const INSPECTION_BOUNDS: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
];
/** Upper bounds in seconds for whole requests and for the upstream's answer. */
export const REQUEST_BOUNDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/** A Prometheus histogram of durations: two numbers change per observation, nothing is allocated. */
export class Histogram {
  readonly #bounds: readonly number[];
  /** Not cumulative; the last one is above every bound. */
  readonly #counts: Float64Array;
  #sum = 0;

  /** @param bounds upper bounds in seconds, ascending */
  constructor(
    readonly name: string,
    readonly help: string,
    bounds: readonly number[],
  ) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observeMilliseconds(milliseconds: number): void {
    const seconds = milliseconds > 0 ? milliseconds / 1000 : 0;
    const bounds = this.#bounds;
    let i = 0;
    while (i < bounds.length && seconds > bounds[i]) i++;
    this.#counts[i]++;
    this.#sum += seconds;
  }

  family(): Family {
    const samples: Sample[] = [];
    let total = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      total += this.#counts[i];
      const bound = i < this.#bounds.length ? String(this.#bounds[i]) : '+Inf';
      samples.push([`${this.name}_bucket{le="${bound}"}`, total]);
    }
    samples.push([`${this.name}_sum`, this.#sum], [`${this.name}_count`, total]);
    return { name: this.name, help: this.help, type: 'histogram', combine: 'sum', samples };
  }
}
