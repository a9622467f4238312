import type { Family, Sample } from './family.js';

/** The workers of this machine, counted. */
export interface WorkerNumbers {
  readonly wanted: number;
  readonly ready: number;
  readonly deaths: number;
}

/** Numbers that are shown for each worker: whether they share the work evenly. */
const BY_WORKER = [
  ['process_cpu_seconds_total', 'sekisho_worker_cpu_seconds_total', 'counter', 'CPU time of each worker.'],
  [
    'process_resident_memory_bytes',
    'sekisho_worker_resident_memory_bytes',
    'gauge',
    'Resident memory of each worker.',
  ],
  ['sekisho_connections', 'sekisho_worker_connections', 'gauge', 'Open client connections of each worker.'],
] as const;

/** What is known of the workers as such. @param workers the families of each */
export function workerFamilies(
  { wanted, ready, deaths }: WorkerNumbers,
  workers: readonly { readonly slot: number; readonly families: readonly Family[] }[],
): Family[] {
  const byWorker = BY_WORKER.map(([from, name, type, help]): Family => {
    const samples: Sample[] = [];
    for (const { slot, families } of workers) {
      const value = families.find(family => family.name === from)?.samples[0]?.[1];
      if (value !== undefined) samples.push([`${name}{worker="${slot}"}`, value]);
    }
    return { name, help, type, combine: 'sum', samples };
  });
  return [
    {
      name: 'sekisho_workers',
      help: 'Worker processes that should run, and those that accept connections.',
      type: 'gauge',
      combine: 'first',
      samples: [
        ['sekisho_workers{state="wanted"}', wanted],
        ['sekisho_workers{state="ready"}', ready],
      ],
    },
    {
      name: 'sekisho_worker_deaths_total',
      help: 'Worker processes that ended without being asked to.',
      type: 'counter',
      combine: 'sum',
      samples: [['sekisho_worker_deaths_total', deaths]],
    },
    ...byWorker,
  ];
}
