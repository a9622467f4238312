/**
 * What the shipped rules make of the suite, as tables: `npx tsx test/detection/report.ts [--missed] [--every N] [WORD…]`.
 * `--missed` lists what the tuning half gets wrong; words keep only the groups, kinds or placements named so.
 */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileRules } from '../support/offline.js';
import { ROOT } from '../support/process.js';
import { attackCases, benignCases, blockedShare, type Case, type Outcome, runCases } from './suite.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    missed: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
  },
});

const isWanted = ({ group, kind, placement }: Case): boolean =>
  positionals.every(word => [group, kind, placement].includes(word));

const folder = {
  write(name: string, text: string): string {
    const file = join(mkdtempSync(join(tmpdir(), 'detection-')), name);
    writeFileSync(file, text);
    return file;
  },
};

const running = compileRules(folder, [join(ROOT, 'rules/*.conf')]);
const most = values.all ? Number.POSITIVE_INFINITY : 3;
const every = Number(values.every);
const cases = [...attackCases(most), ...benignCases(most)]
  .filter(isWanted)
  .filter((_, at) => at % every === 0);
const started = performance.now();
const outcomes = await runCases(running, cases);
console.log(`${cases.length} requests, ${Math.round(performance.now() - started)} ms`);

for (const group of ['request', 'referer', 'encoded', 'benign'] as const) {
  const ofGroup = outcomes.filter(({ tried }) => tried.group === group);
  if (ofGroup.length === 0) continue;
  console.log(`${group}: ${halves(ofGroup)}`);
  for (const by of ['kind', 'placement'] as const) {
    for (const [name, some] of groupBy(ofGroup, ({ tried }) => tried[by]))
      console.log(`  ${by} ${name}: ${halves(some)}`);
  }
}

const heldBack = outcomes.filter(
  ({ tried, isBlocked }) => isBlocked && tried.group === 'benign' && tried.sample.isHeldBack,
);
const byRule = groupBy(
  heldBack.flatMap(({ matches }) => [...new Set(matches.map(({ id }) => id))]),
  String,
);
console.log(
  `rules that block held back benign text: ${[...byRule].map(([id, some]) => `${id} ${some.length}`).join(', ')}`,
);

if (values.missed) {
  const wrong = outcomes.filter(
    ({ tried, isBlocked }) => !tried.sample.isHeldBack && isBlocked === (tried.group === 'benign'),
  );
  for (const [text, some] of groupBy(
    wrong,
    ({ tried }) => `${tried.kind}  ${JSON.stringify(tried.sample.text)}`,
  )) {
    console.log(
      text.slice(0, 240),
      '<-',
      some
        .map(({ tried, matches }) => `${tried.placement} ${ids(matches)}`)
        .join(' | ')
        .slice(0, 400),
    );
  }
}

function halves(some: readonly Outcome[]): string {
  const share = (isHeldBack: boolean): string => {
    const half = some.filter(({ tried }) => tried.sample.isHeldBack === isHeldBack);
    return half.length === 0 ? '-' : `${(blockedShare(half) * 100).toFixed(1)}% of ${half.length}`;
  };
  return `blocked ${share(false)} (tuning), ${share(true)} (held back)`;
}

function ids(matches: Outcome['matches']): string {
  return [...new Set(matches.map(({ id }) => id))].join(' ');
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
