import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Combine, Family, Sample } from './family.js';
import { label, series } from './family.js';

/** What `getMetricsAsJSON` gives for each metric. */
interface ProcessMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string | number;
  readonly aggregator: Combine;
  readonly values: readonly {
    readonly value: number;
    readonly labels: Readonly<Partial<Record<string, string | number>>>;
    readonly metricName?: string;
  }[];
}

let registry: Registry | null = null;

/** One per process: the metrics are those of the process, and their monitors cannot be stopped. */
function processRegistry(): Registry {
  if (registry === null) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}

function toFamily(metric: ProcessMetric): Family {
  const samples = metric.values.map(({ value, labels, metricName }): Sample => {
    const parts = Object.entries(labels).map(([name, text]) => label(name, String(text)));
    return [series(metricName ?? metric.name, ...parts), value];
  });
  const type = metric.type as Family['type'];
  return { name: metric.name, help: metric.help, type, combine: metric.aggregator, samples };
}

const LAG_STATISTICS = [
  ['mean', 'nodejs_eventloop_lag_mean_seconds'],
  ['p99', 'nodejs_eventloop_lag_p99_seconds'],
  ['max', 'nodejs_eventloop_lag_max_seconds'],
] as const;

/** The delay of the event loop since the last scrape: what every request waits, whatever it asks for. */
function eventLoopLag(families: readonly Family[]): Family {
  const samples: Sample[] = [];
  for (const [statistic, name] of LAG_STATISTICS) {
    const value = families.find(family => family.name === name)?.samples[0]?.[1] ?? 0;
    samples.push([
      `sekisho_event_loop_lag_seconds{statistic="${statistic}"}`,
      Number.isFinite(value) ? value : 0,
    ]);
  }
  return {
    name: 'sekisho_event_loop_lag_seconds',
    help: 'Delay of the event loop since the last scrape.',
    type: 'gauge',
    combine: 'max',
    samples,
  };
}

/** Metrics of the Node.js process (memory, CPU, event loop, garbage collection). */
export async function processFamilies(): Promise<Family[]> {
  // The declared type of the library says enum and no aggregator per value; the data is what `ProcessMetric` says.
  const metrics = (await processRegistry().getMetricsAsJSON()) as unknown as readonly ProcessMetric[];
  const families = metrics.map(toFamily);
  return [eventLoopLag(families), ...families];
}

/** Starts the monitors, so that the first scrape has something to say. */
export function startProcessMetrics(): void {
  processRegistry();
}
