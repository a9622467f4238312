import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { LoadOrder, LoadReport } from '../load/load.js';
import type { Side } from '../sides/index.js';
import { cpuTime, residentMemory } from './cpu.js';

/** A side that runs. */
export interface RunningSide {
  readonly side: Side;
  readonly child: ChildProcess;
  readonly port: number;
}

/** One side, one workload, one round. */
export interface Measurement {
  /** CPU time of the side for one request, in microseconds. */
  readonly cpu: number;
  readonly requestsPerSecond: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly residentMemory: number;
}

/** Requests that every side gets before anything is measured: V8 has compiled what is hot by then. */
const WARM_UP = 12_000;
/** CPU time that one measurement should take, in microseconds: short, so that what disturbs one disturbs its neighbours. */
const AIM = 150_000;
const LEAST = 200;
const MOST = 10_000;

/** Share of the requests that goes before, unmeasured: caches are filled and connections to the origin open again. */
const LEAD_IN = 0.25;

/** @param onSending called when the requests are made and the first is about to be sent */
async function send(
  load: ChildProcess,
  order: LoadOrder,
  onSending: () => void = () => {},
): Promise<LoadReport> {
  const sending = once(load, 'message');
  load.send(order);
  await sending;
  onSending();
  const [report] = (await once(load, 'message')) as [LoadReport];
  if (report.error !== null) throw new Error(`port ${order.port}: ${report.error}`);
  return report;
}

/** @throws Error when a connection broke or an answer could not be read */
export async function measure(
  load: ChildProcess,
  { child, port }: RunningSide,
  order: Omit<LoadOrder, 'port'>,
): Promise<Measurement> {
  const pid = child.pid ?? 0;
  const leadIn = { ...order, port, count: Math.ceil(order.count * LEAD_IN), seed: order.seed + 50_000 };
  await send(load, leadIn);
  let before = 0;
  const report = await send(load, { ...order, port }, () => {
    before = cpuTime(pid);
  });
  return {
    cpu: (cpuTime(pid) - before) / 1000 / order.count,
    requestsPerSecond: (order.count / report.milliseconds) * 1000,
    statuses: report.statuses,
    residentMemory: residentMemory(pid),
  };
}

/**
 * Rounds over all sides, forwards and backwards in turn, so that what drifts falls on all alike. The requests of a
 * round are the same for all.
 * @returns measurements by side, one a round
 */
export async function rounds(
  load: ChildProcess,
  sides: readonly RunningSide[],
  workload: string,
  options: { readonly rounds: number; readonly connections: number },
  progress: (line: string) => void,
): Promise<Map<string, Measurement[]>> {
  const counts = new Map<string, number>();
  const results = new Map<string, Measurement[]>();
  for (const running of sides) {
    const { connections } = options;
    let warm = await measure(load, running, { workload, connections, count: 1_000, seed: 1 });
    const count = Math.min(WARM_UP, Math.max(1_000, Math.round(4_000_000 / warm.cpu)));
    warm = await measure(load, running, { workload, connections, count, seed: 2 });
    counts.set(running.side.key, Math.min(MOST, Math.max(LEAST, Math.round(AIM / warm.cpu))));
    results.set(running.side.key, []);
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const running of round % 2 === 0 ? sides : [...sides].reverse()) {
      const count = counts.get(running.side.key) ?? LEAST;
      const order = { workload, count, connections: options.connections, seed: 100 + round };
      results.get(running.side.key)?.push(await measure(load, running, order));
    }
    progress(`${workload}: round ${round + 1} of ${options.rounds}`);
  }
  return results;
}
