import { type Family, mergeFamilies, workerFamilies } from '../observe/index.js';
import type { WorkerProcess } from './worker-process.js';

/**
 * Makes one set of metrics of those of all workers. What a worker had counted up to the last scrape before it died stays in the
 * sums: without it a counter would fall, and Prometheus would take the rest for a reset and count it twice.
 */
export class Collector {
  /** Last known numbers of each worker that lives. */
  readonly #last = new Map<WorkerProcess, readonly Family[]>();
  #retired: readonly Family[] = [];
  #deaths = 0;

  /** @param wanted number of workers that should run */
  async collect(workers: readonly WorkerProcess[], wanted: number): Promise<Family[]> {
    await Promise.all(
      workers.map(async worker => {
        const families = await worker.metrics();
        if (families !== null && worker.isAlive) this.#last.set(worker, families);
      }),
    );
    const ready = workers.filter(worker => worker.isAlive && worker.ready !== null).length;
    const sets = [...this.#last.values(), this.#retired];
    const places = [...this.#last].map(([{ slot }, families]) => ({ slot, families }));
    return [...mergeFamilies(sets), ...workerFamilies({ wanted, ready, deaths: this.#deaths }, places)];
  }

  /** A worker is gone. @param unexpected false when it was asked to stop */
  retire(worker: WorkerProcess, unexpected: boolean): void {
    if (unexpected) this.#deaths++;
    const last = this.#last.get(worker);
    if (last === undefined) return;
    this.#last.delete(worker);
    this.#retired = mergeFamilies([last, this.#retired]).filter(
      ({ type }) => type === 'counter' || type === 'histogram',
    );
  }
}
