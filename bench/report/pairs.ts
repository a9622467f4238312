import type { Measurement } from '../measure/rounds.js';
import { type Summary, summarise } from '../measure/statistics.js';

/** Two sides of which one is divided by the other, round by round. */
export interface Pair {
  readonly title: string;
  readonly over: string;
  readonly under: string;
}

/** What people want to know: how many times as much this costs as that. */
export const PAIRS: readonly Pair[] = [
  { title: 'nginx with ModSecurity ÷ Sekisho, both with CRS v4 PL1', over: 'nginx', under: 'crs' },
  { title: 'Sekisho with CRS v4 PL1 ÷ bare @fastify/http-proxy', over: 'crs', under: 'http-proxy' },
  { title: 'Sekisho with CRS v4 PL1 ÷ Sekisho without rules', over: 'crs', under: 'off-quiet' },
  { title: 'Sekisho with the shipped rules ÷ with CRS v4 PL1', over: 'rules', under: 'crs' },
  { title: 'Sekisho without rules ÷ bare proxy', over: 'off-quiet', under: 'undici' },
  { title: 'Sekisho without rules, with its access log ÷ bare proxy', over: 'off', under: 'undici' },
  { title: 'the bare proxy ÷ itself (A/A control)', over: 'undici-again', under: 'undici' },
];

/** @param measured by side, one measurement a round @returns by title; pairs whose sides did not run are left out */
export function pairs(measured: ReadonlyMap<string, readonly Measurement[]>): Record<string, Summary> {
  const found: Record<string, Summary> = {};
  for (const { title, over, under } of PAIRS) {
    const above = measured.get(over);
    const below = measured.get(under);
    if (above === undefined || below === undefined) continue;
    found[title] = summarise(above.map(({ cpu }, round) => cpu / below[round].cpu));
  }
  return found;
}
