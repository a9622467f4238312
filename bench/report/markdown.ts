import type { Summary } from '../measure/statistics.js';
import { PAIRS } from './pairs.js';
import { CONTROL, REFERENCE, type Result, type SideResult } from './result.js';

function spread({ median, low, high }: Summary): string {
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function cell(result: SideResult | undefined): string {
  if (result === undefined) return '–';
  const refused = result.refused === 0 ? '' : `, ${(result.refused * 100).toFixed(1)}% refused`;
  return `${spread(result.ratio)}, ${result.cpu.median.toFixed(0)} µs${refused}`;
}

/** The table for people: how many times the CPU time of the bare proxy one request costs. */
export function markdown(result: Result): string {
  const { workloads, sides, machine } = result;
  const header = ['', ...workloads.map(({ key }) => key)];
  const rows = sides
    .filter(({ missing }) => missing === null)
    .map(({ key, title }) => [title, ...workloads.map(workload => cell(workload.sides[key]))]);
  const compared = PAIRS.map(({ title }) => [
    title,
    ...workloads.map(workload => (workload.pairs[title] === undefined ? '–' : spread(workload.pairs[title]))),
  ]).filter(([, ...cells]) => cells.some(text => text !== '–'));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const missing = sides.filter(side => side.missing !== null).map(side => `${side.title} (${side.missing})`);
  const control = workloads.map(workload => workload.sides[CONTROL]).filter(side => side !== undefined);
  const noise = Math.max(...control.map(({ ratio: { low, high } }) => Math.max(1 - low, high - 1)));
  return [
    `CPU time (user and system) for one request as a multiple of the bare proxy's in the same round: median of ${result.rounds} rounds`,
    `(quartiles), and in microseconds. ${result.connections} connections, answers of 1 kB, server on one processor, load and origin on the other.`,
    ...(control.length === 0
      ? []
      : [
          `The control is the bare proxy a second time: differences up to ${(noise * 100).toFixed(0)}% are none.`,
        ]),
    '',
    line(header),
    line(header.map((_, i) => (i === 0 ? '---' : '--:'))),
    ...rows.map(line),
    '',
    'One divided by the other in the same round:',
    '',
    line(header),
    line(header.map((_, i) => (i === 0 ? '---' : '--:'))),
    ...compared.map(line),
    '',
    ...workloads.map(({ key, title }) => `- ${key}: ${title}`),
    ...(missing.length === 0 ? [] : ['', `Left out: ${missing.join('; ')}.`]),
    '',
    `${result.date}. ${Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join('; ')}.`,
    '',
  ].join('\n');
}

export { REFERENCE };
