import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../bench/build.js';
import { LoadConnection } from '../bench/load/connection.js';
import { stop } from '../bench/measure/child.js';
import { summarise } from '../bench/measure/statistics.js';
import { memoryOf, ownTime, Program, pageRequest, send } from './program.js';
import type { Soak, SoakOutcome } from './soak.js';

const SITES = Number(process.env['SITES'] ?? 10_000);
const RELOADS = 10;
const REQUESTS = 6_000;
const ROUNDS = 7;

/** In the gateway: the longest time in which its event loop had no turn, asked for by a message. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  let last = performance.now(), worst = 0;
  setInterval(() => { const now = performance.now(); worst = Math.max(worst, now - last); last = now; }, 1).unref();
  process.on('message', () => { process.send(worst); worst = 0; });
  process.channel?.unref();
`)}`;

const nameOf = (i: number): string => `site-${String(i).padStart(5, '0')}`;

function siteText(i: number, originPort: number, more = ''): string {
  return `# customer ${i}
hosts: [www.${nameOf(i)}.example, ${nameOf(i)}.example]
upstream: http://127.0.0.1:${originPort}
connections: ${100 + (i % 7)}
gate:
  deny: [scanners]
  countries: { deny: [AQ] }
  paths:
    - { match: /wp-admin/, only: [office] }
waf:
  exclude:
    - { rule: 510000-510999, path: /blog/ }
    - { rule: 520000-520999, path: /import/ }
${more}`;
}

function writeSites(folder: string, count: number, originPort: number): string {
  mkdirSync(join(folder, 'sites.d'), { recursive: true });
  for (let i = 0; i < count; i++)
    writeFileSync(join(folder, 'sites.d', `${nameOf(i)}.yaml`), siteText(i, originPort));
  const file = join(folder, 'sekisho.yaml');
  writeFileSync(
    file,
    `listen: { http: "127.0.0.1:0", admin: "127.0.0.1:0" }
workers: 1
lists:
  scanners: { cidrs: [192.0.2.0/24, 198.51.100.7] }
  office: { cidrs: [203.0.113.0/24] }
log: { access: off }
state: { folder: state/ }
sites: sites.d/
`,
  );
  return file;
}

async function started(file: string): Promise<{ program: Program; seconds: number; cpu: number }> {
  const before = performance.now();
  const program = new Program(file, [WATCH]);
  await program.start();
  return { program, seconds: (performance.now() - before) / 1000, cpu: ownTime(program.pid) / 1e9 };
}

/** Longest time without a turn since the last call, in milliseconds. */
function blocked(program: Program): Promise<number> {
  return new Promise(resolve => {
    program.child.once('message', worst => resolve(Number(worst)));
    program.child.send('how long?');
  });
}

/** CPU time of a request, in microseconds. */
async function costOf(
  program: Program,
  connections: readonly LoadConnection[],
  sites: number,
): Promise<number> {
  const before = ownTime(program.pid);
  const wrong = await send(connections, REQUESTS, n => pageRequest(`${nameOf((n * 7919) % sites)}.example`));
  if (wrong > 0) throw new Error(`${wrong} requests were not answered 200`);
  return (ownTime(program.pid) - before) / 1000 / REQUESTS;
}

async function run(folder: string, originPort: number, say: (text: string) => void): Promise<SoakOutcome> {
  const wrong: string[] = [];
  const figures: Record<string, number> = {};
  const note = (name: string, value: number, most: number): void => {
    figures[name] = Math.round(value * 100) / 100;
    say(`${name}: ${figures[name]}, at most ${most}`);
    if (value > most) wrong.push(`${name} is ${figures[name]}, at most ${most} expected`);
  };
  const file = writeSites(join(folder, 'many'), SITES, originPort);
  const cold = await started(file);
  note('startSeconds', cold.seconds, 12);
  figures['startCpuSeconds'] = cold.cpu;
  await sleep(8_000);
  await stop(cold.program.child);
  const { program, seconds, cpu } = await started(file);
  note('startWithCacheSeconds', seconds, 6);
  figures['startWithCacheCpuSeconds'] = cpu;
  try {
    await sleep(3_000);
    const took: number[] = [];
    const gaps: number[] = [];
    const spent: number[] = [];
    for (let i = 0; i < RELOADS; i++) {
      const at = 37 + i * 911;
      const path = join(folder, 'many', 'sites.d', `${nameOf(at % SITES)}.yaml`);
      writeFileSync(path, siteText(at % SITES, originPort, `bodyLimit: ${1_000_000 + i}\n`));
      await blocked(program);
      const [before, time] = [performance.now(), ownTime(program.pid)];
      await program.reload();
      took.push((performance.now() - before) / 1000);
      spent.push((ownTime(program.pid) - time) / 1e9);
      gaps.push(await blocked(program));
      await sleep(500);
    }
    note('reloadSeconds', summarise(took).median, 0.5);
    figures['reloadCpuSeconds'] = summarise(spent).median;
    note('blockedMilliseconds', summarise(gaps).median, 50);
    figures['blockedMostMilliseconds'] = Math.max(...gaps);
    note('residentMiB', memoryOf([program.pid]), 400);
    const lone = await started(writeSites(join(folder, 'one'), 1, originPort));
    try {
      const connect = (port: number): LoadConnection[] =>
        Array.from({ length: 32 }, () => new LoadConnection(port));
      const [many, one] = [connect(program.port), connect(lone.program.port)];
      const costs: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS + 3; round++) {
        const pair = [await costOf(program, many, SITES), await costOf(lone.program, one, 1)];
        // The first rounds open pools and let V8 compile.
        if (round >= 3) for (const side of [0, 1]) costs[side].push(pair[side]);
      }
      const [ofMany, ofOne] = costs.map(values => summarise(values).median);
      figures['requestMicrosecondsManySites'] = ofMany;
      figures['requestMicrosecondsOneSite'] = ofOne;
      note('requestCostAgainstOneSite', ofMany / ofOne, 1.05);
    } finally {
      await stop(lone.program.child);
    }
  } finally {
    await stop(program.child);
  }
  return { wrong, figures };
}

/** Ten thousand sites, one file each. The clock is the machine's: others that use it make every figure in seconds larger. */
export const sites: Soak = {
  name: 'sites',
  summary: 'A folder of 10,000 sites: start, reload of one, event loop, memory, CPU for a request.',
  skip: process.platform === 'linux' ? false : 'needs /proc',
  minutes: 4,
  async run(_seed, say) {
    build();
    const folder = mkdtempSync(join(tmpdir(), 'sekisho-soak-'));
    const origin = createServer((req, res) => {
      req.resume();
      res.writeHead(200, { 'Content-Length': 1024 }).end(Buffer.alloc(1024, 'x'));
    });
    await new Promise<void>(resolve => origin.listen(0, '127.0.0.1', resolve));
    try {
      return await run(folder, (origin.address() as AddressInfo).port, say);
    } finally {
      origin.closeAllConnections();
      origin.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
