import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.js';
import { WORKLOADS } from './load/requests.js';
import { startModule, stop, untilListening } from './measure/child.js';
import { type RunningSide, rounds } from './measure/rounds.js';
import { markdown } from './report/markdown.js';
import { pairs } from './report/pairs.js';
import { machine, REFERENCE, type Result, type SideResult, sideResult } from './report/result.js';
import { SIDES } from './sides/index.js';

/**
 * The benchmark: all sides at once, each on the same processor, measured in turn. Linux only.
 *
 *   npm run bench -- [--rounds 40] [--connections 32] [--sides undici,off,crs] [--workloads get,fresh] [--no-build] [--no-save]
 *
 * PROFILE=<side> writes a CPU profile of that side to bench/work. BASELINE=<folder> adds another build of the gateway (a copy
 * of bench/work/build), for before and after.
 */
const SERVER_CORE = 0;
const LOAD_CORE = 1;
const FIRST_PORT = 18_100;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '40' },
    connections: { type: 'string', default: '32' },
    sides: { type: 'string' },
    workloads: { type: 'string', default: Object.keys(WORKLOADS).join(',') },
    build: { type: 'boolean', default: true },
    save: { type: 'boolean', default: true },
  },
});
const options = { rounds: Number(values.rounds), connections: Number(values.connections) };
const chosen = values.sides?.split(',');
const sides = SIDES.filter(({ key }) => chosen === undefined || chosen.includes(key) || key === REFERENCE);
const corpus = fileURLToPath(new URL('../../shared/corpus/requests/benign', import.meta.url));
const children: ReturnType<typeof startModule>[] = [];

if (values.build) build();
try {
  const result = await run();
  const table = markdown(result);
  process.stdout.write(`\n${table}`);
  if (values.save) save(result, table);
} finally {
  await Promise.all(children.map(stop));
}

async function run(): Promise<Result> {
  const originPort = FIRST_PORT;
  const origin = startModule(LOAD_CORE, 'bench/sides/origin', String(originPort));
  children.push(origin);
  await untilListening(origin, originPort);
  const running: RunningSide[] = [];
  for (const side of sides.filter(({ missing }) => missing === null)) {
    const port = originPort + 1 + running.length;
    const child = side.start(SERVER_CORE, port, originPort);
    children.push(child);
    await untilListening(child, port);
    running.push({ side, child, port });
  }
  const load = startModule(LOAD_CORE, 'bench/load/load', corpus);
  children.push(load);
  const workloads: Result['workloads'][number][] = [];
  for (const key of values.workloads.split(',')) {
    const measured = await rounds(load, running, key, options, line => process.stderr.write(`${line}\n`));
    const reference = measured.get(REFERENCE) ?? [];
    const results: Record<string, SideResult> = {};
    for (const [side, own] of measured) results[side] = sideResult(own, reference);
    if (process.env['PROFILE'] !== undefined) process.stderr.write(`${JSON.stringify(results, null, 1)}\n`);
    workloads.push({ key, title: WORKLOADS[key].title, sides: results, pairs: pairs(measured) });
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(sides),
    ...options,
    sides: sides.map(({ key, title, missing }) => ({ key, title, missing })),
    workloads,
  };
}

function save(result: Result, table: string): void {
  const folder = fileURLToPath(new URL('results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${result.date}.json`, `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(`${folder}latest.md`, table);
}
