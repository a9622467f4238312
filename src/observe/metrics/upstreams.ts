import { OTHER } from './bounded-counter.js';
import { type Family, label, type Sample, series } from './family.js';
import { counter } from './site-counters.js';

/** One upstream as its numbers stand. The same URL may be there more than once, with other settings. */
export interface UpstreamState {
  readonly url: string;
  readonly isUp: boolean;
  /** Requests sent or waiting, and WebSockets. */
  readonly active: number;
  readonly requests: number;
  readonly failures: number;
  readonly retries: number;
}

/** Upstreams that have series of their own; the others share `other`. */
const MOST = 500;

interface Sum {
  up: number;
  down: number;
  active: number;
  requests: number;
  failures: number;
  retries: number;
}

/** What is told of upstreams: at most `MOST` and one series of each metric. */
export function upstreamFamilies(states: Iterable<UpstreamState>): Family[] {
  const sums = new Map<string, Sum>();
  for (const state of states) {
    const name = sums.has(state.url) || sums.size < MOST ? state.url : OTHER;
    let sum = sums.get(name);
    if (sum === undefined) {
      sum = { up: 0, down: 0, active: 0, requests: 0, failures: 0, retries: 0 };
      sums.set(name, sum);
    }
    if (state.isUp) sum.up++;
    else sum.down++;
    sum.active += state.active;
    sum.requests += state.requests;
    sum.failures += state.failures;
    sum.retries += state.retries;
  }
  const samples = (name: string, read: (sum: Sum) => number): Sample[] =>
    Array.from(sums, ([url, sum]): Sample => [series(name, label('upstream', url)), read(sum)]);
  const gauge = (
    name: string,
    help: string,
    combine: Family['combine'],
    read: (sum: Sum) => number,
  ): Family => ({
    name,
    help,
    type: 'gauge',
    combine,
    samples: samples(name, read),
  });
  const total = (name: string, help: string, read: (sum: Sum) => number): Family =>
    counter(name, help, samples(name, read));
  return [
    gauge(
      'sekisho_upstream_up',
      '1 while requests are sent to the upstream, 0 while it is left out because it failed or its checks did.',
      'min',
      sum => (sum.down === 0 ? 1 : 0),
    ),
    gauge(
      'sekisho_upstream_active',
      'Requests under way or waiting, and WebSockets.',
      'sum',
      sum => sum.active,
    ),
    total('sekisho_upstream_requests_total', 'Requests sent to the upstream.', sum => sum.requests),
    total('sekisho_upstream_failures_total', 'Requests that the upstream failed.', sum => sum.failures),
    total(
      'sekisho_upstream_retries_total',
      'Failed requests that went on to another upstream.',
      sum => sum.retries,
    ),
  ];
}
