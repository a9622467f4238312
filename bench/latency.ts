import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.js';
import { startModule, stop, untilListening } from './measure/child.js';
import { summarise } from './measure/statistics.js';
import { SIDES } from './sides/index.js';

/**
 * How long requests wait at half of the load that the gateway can bear: p99 with CRS v4 PL1 divided by the p99 of the same gateway
 * without inspection, at the same rate, from an open loop (autocannon -R). Linux only.
 *
 *   npm run bench:latency -- [--rounds 10] [--seconds 5] [--connections 32] [--no-build]
 */
const SERVER_CORE = 0;
const LOAD_CORE = 1;
const FIRST_PORT = 18_200;
const PATH = '/products/search?q=sencha+green+tea&category=leaf&page=2&sort=price_asc&in_stock=1';
const HEADERS = [
  'Cookie=_ga=GA1.1.1484651027.1751790002; cart=3f9c1b7e-5a51-4a77-9d0f-0c8c6d7f2b11; lang=ja',
  'User-Agent=Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36',
  'Accept=text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language=ja,en-US;q=0.8,en;q=0.6',
];

const { values } = parseArgs({
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
    build: { type: 'boolean', default: true },
  },
});

interface Report {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}

/** @param rate requests a second over all connections, or null: as fast as answers come */
async function cannon(port: number, rate: number | null): Promise<Report> {
  const program = fileURLToPath(new URL('../node_modules/autocannon/autocannon.js', import.meta.url));
  const args = ['-c', String(LOAD_CORE), process.execPath, program, '-j', '-n', '-d', values.seconds];
  args.push('-c', values.connections, ...(rate === null ? [] : ['-R', String(rate)]));
  for (const header of HEADERS) args.push('-H', header);
  const child = spawn('taskset', [...args, `http://127.0.0.1:${port}${PATH}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await once(child, 'close');
  const report = JSON.parse(text) as Report;
  if (report.non2xx > 0 || report.errors > 0)
    throw new Error(`${report.non2xx} refused, ${report.errors} errors`);
  return report;
}

if (values.build) build();
const children: ReturnType<typeof startModule>[] = [];
try {
  const origin = startModule(LOAD_CORE, 'bench/sides/origin', String(FIRST_PORT));
  children.push(origin);
  await untilListening(origin, FIRST_PORT);
  const ports = new Map<string, number>();
  for (const [index, key] of ['off-quiet', 'crs'].entries()) {
    const side = SIDES.find(one => one.key === key);
    if (side === undefined || side.missing !== null) throw new Error(`${key} cannot run: ${side?.missing}`);
    const port = FIRST_PORT + 1 + index;
    const child = side.start(SERVER_CORE, port, FIRST_PORT);
    children.push(child);
    await untilListening(child, port);
    ports.set(key, port);
  }
  const [off = 0, crs = 0] = ports.values();
  await cannon(off, null);
  await cannon(crs, null);
  const peak = (await cannon(crs, null)).requests.average;
  const rate = Math.round(peak / 2);
  console.log(`closed loop ${peak.toFixed(0)}/s with the CRS; open loop at ${rate}/s`);
  const ratios: number[] = [];
  const controls: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const before = (await cannon(off, rate)).latency.p99;
    const inspected = (await cannon(crs, rate)).latency.p99;
    const after = (await cannon(off, rate)).latency.p99;
    ratios.push(inspected / ((before + after) / 2));
    controls.push(after / before);
    console.log(`round ${round + 1}: without ${before} and ${after} ms, with the CRS ${inspected} ms`);
  }
  for (const [name, list] of [
    ['p99 with the CRS ÷ without inspection', ratios],
    ['the same without, twice (A/A control)', controls],
  ] as const) {
    const { median, low, high } = summarise(list);
    console.log(`${name}: ${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`);
  }
} finally {
  await Promise.all(children.map(stop));
}
