/**
 * What rules make of the captured requests beside the project, and what they cost: `npx tsx test/detection/corpus-report.ts
 * [--rules PATTERN…] [--names]`. CPU time of the process, for the benign requests, after a first pass.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileRules } from '../support/offline.js';
import { ROOT } from '../support/process.js';
import { createJudge } from './score.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    names: { type: 'boolean', default: false },
    time: { type: 'boolean', default: false },
    corpus: { type: 'string', default: join(ROOT, '../shared/corpus/requests') },
  },
});

const folder = {
  write(name: string, text: string): string {
    const file = join(mkdtempSync(join(tmpdir(), 'detection-')), name);
    writeFileSync(file, text);
    return file;
  },
};
const rules = positionals.length > 0 ? positionals : [join(ROOT, 'rules/*.conf')];
const judge = createJudge(compileRules(folder, rules));

/** As it goes over the wire: one name as Host. */
function read(kind: string, name: string): string {
  const raw = readFileSync(join(values.corpus, kind, name), 'latin1');
  return raw.replace(/^(host:[ \t]*)(?:(?:\d{1,3}\.){3}\d{1,3}|\[).*$/im, '$1www.example.com');
}

const labels = new Map(
  readFileSync(join(ROOT, '../shared/tools/labels.tsv'), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split('\t').reverse() as [string, string]),
);

for (const kind of ['attack', 'benign']) {
  const names = readdirSync(join(values.corpus, kind)).sort();
  const raws = names.map(name => read(kind, name));
  const groups = new Map<string, { blocked: number; of: number }>();
  for (const [at, raw] of raws.entries()) {
    const { isBlocked, matches } = await judge(raw);
    const group =
      kind === 'benign' ? kind : `${kind}, payload in ${labels.get(`attack/${names[at]}`) ?? 'request'}`;
    const counted = groups.get(group) ?? { blocked: 0, of: 0 };
    counted.of++;
    if (isBlocked) counted.blocked++;
    groups.set(group, counted);
    if (isBlocked === (kind === 'benign') && values.names)
      console.log(
        `  ${group} ${names[at]}: ${matches.map(({ id, logdata }) => `${id} ${logdata.slice(0, 160)}`).join(' | ')}`,
      );
  }
  for (const [group, { blocked, of }] of groups)
    console.log(`${group}: ${blocked} of ${of} blocked (${((blocked / of) * 100).toFixed(2)}%)`);
  if (kind === 'benign' && values.time) {
    const before = process.cpuUsage();
    for (const raw of raws) await judge(raw);
    const { user } = process.cpuUsage(before);
    console.log(`${(user / raws.length).toFixed(0)} µs of CPU a request`);
  }
}
