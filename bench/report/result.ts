import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import type { Measurement } from '../measure/rounds.js';
import { type Summary, summarise } from '../measure/statistics.js';
import { nginxVersion } from '../peers/nginx-modsecurity.js';
import { CONTROL, REFERENCE, type Side } from '../sides/index.js';

/** What one side did under one workload. */
export interface SideResult {
  /** CPU time for one request, microseconds. */
  readonly cpu: Summary;
  /** The same divided by the reference's of the same round. */
  readonly ratio: Summary;
  /** Share of answers that were not 200. */
  readonly refused: number;
  readonly requestsPerSecond: number;
  /** Of all rounds together. */
  readonly requests: number;
  /** Bytes, highest of all rounds. */
  readonly residentMemory: number;
}

export interface Result {
  readonly date: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly rounds: number;
  readonly sides: readonly {
    readonly key: string;
    readonly title: string;
    readonly missing: string | null;
  }[];
  readonly workloads: readonly {
    readonly key: string;
    readonly title: string;
    readonly sides: Readonly<Record<string, SideResult>>;
    /** By title: one side's CPU time divided by another's in the same round. */
    readonly pairs: Readonly<Record<string, Summary>>;
  }[];
}

export { CONTROL, REFERENCE };

export function sideResult(own: readonly Measurement[], reference: readonly Measurement[]): SideResult {
  let answers = 0;
  let good = 0;
  for (const { statuses } of own) {
    for (const [status, count] of Object.entries(statuses)) {
      answers += count;
      if (status === '200') good += count;
    }
  }
  return {
    cpu: summarise(own.map(({ cpu }) => cpu)),
    ratio: summarise(own.map(({ cpu }, round) => cpu / reference[round].cpu)),
    refused: 1 - good / answers,
    requests: answers,
    requestsPerSecond: summarise(own.map(({ requestsPerSecond }) => requestsPerSecond)).median,
    residentMemory: Math.max(...own.map(measurement => measurement.residentMemory)),
  };
}

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

function commit(): string {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
    return (
      git('rev-parse', '--short', 'HEAD') +
      (git('status', '--porcelain', 'src') === '' ? '' : ' with changes')
    );
  } catch {
    return 'unknown';
  }
}

/** Where and with what it was measured. */
export function machine(sides: readonly Side[]): Record<string, string> {
  const named: Record<string, string> = {
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    kernel: `Linux ${release()}`,
    // The benchmark's own share is 2; what is above that was somebody else's, and makes every figure worse.
    'load average': loadavg()[0].toFixed(1),
    node: process.version,
    sekisho: commit(),
    undici: versionOf('undici'),
    fastify: versionOf('fastify'),
    '@fastify/http-proxy': versionOf('@fastify/http-proxy'),
  };
  if (sides.some(({ key }) => key === 'nginx')) named['nginx'] = nginxVersion();
  return named;
}
