/**
 * Runs long forms: `npm run soak` lists them, `npm run soak -- all` and `npm run soak -- NAME…` run them. SEED=… repeats a run.
 * Writes soak/results/NAME.json; exits with 1 when something was wrong.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { adversarial } from './adversarial.js';
import { downloads } from './download.js';
import { engines } from './engines.js';
import { gateEquivalence } from './gate-equivalence.js';
import { modsecurity } from './modsecurity.js';
import { sites } from './sites.js';
import type { Soak } from './soak.js';
import { sqlmap } from './sqlmap.js';
import { workers } from './workers.js';

const ALL: readonly Soak[] = [
  modsecurity,
  engines,
  adversarial,
  sqlmap,
  gateEquivalence,
  downloads,
  workers,
  sites,
];
const RESULTS = fileURLToPath(new URL('results/', import.meta.url));

async function run(soak: Soak): Promise<boolean> {
  if (soak.skip !== false) {
    console.log(`${soak.name}: skipped, ${soak.skip}`);
    return true;
  }
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
  console.log(`${soak.name}: seed ${seed}, about ${soak.minutes} minutes`);
  const started = new Date();
  // What is there now is what runs, whatever is committed meanwhile.
  const commit = git('rev-parse', 'HEAD');
  const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
  const { wrong, figures } = await soak.run(seed, text => console.log(`  ${text}`));
  const seconds = Math.round((Date.now() - started.getTime()) / 1000);
  for (const text of wrong) console.log(`  WRONG: ${text}`);
  const result = {
    name: soak.name,
    commit,
    changed,
    machine: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node.js ${process.version}`,
    started: started.toISOString(),
    seconds,
    seed,
    figures,
    wrong: wrong.slice(0, 100),
    wrongInAll: wrong.length,
  };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(`${RESULTS}${soak.name}.json`, `${JSON.stringify(result, null, 2)}\n`);
  console.log(
    `${soak.name}: ${wrong.length === 0 ? 'nothing wrong' : `${wrong.length} WRONG`} after ${seconds} s`,
  );
  return wrong.length === 0;
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => name !== 'all' && !ALL.some(soak => soak.name === name));
if (wanted.length === 0 || unknown.length > 0) {
  for (const name of unknown) console.error(`there is no ${name}`);
  for (const { name, summary, minutes, skip } of ALL) {
    console.log(
      `${name}  ${summary} About ${minutes} minutes.${skip === false ? '' : ` (cannot run: ${skip})`}`,
    );
  }
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  for (const soak of ALL) {
    if (!wanted.includes('all') && !wanted.includes(soak.name)) continue;
    if (!(await run(soak))) process.exitCode = 1;
  }
}
