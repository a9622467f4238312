import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEnvironment } from '../../src/gateway/environment.js';
import { Forwarders } from '../../src/gateway/forwarders.js';
import { build, readConfig } from '../../src/gateway/index.js';
import { judge, parseRawRequest, type RawRequest } from '../../src/replay/index.js';
import { WORKLOADS } from '../load/requests.js';
import { values } from './corpus.js';

/**
 * What judging one request costs in process: head and body taken apart, phases 1, 2 and 5, for the workloads of the large
 * benchmark. The least of many short batches stands beside the median: a busy machine moves the median, hardly the least.
 *
 * Environment: RULES, a pattern of rule files (default the shipped ones); PARANOIA; ONLY, one workload; BATCHES.
 */
const BATCHES = Number(process.env['BATCHES'] ?? 40);
const BATCH = 200;

const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'));
const rules = process.env['RULES'] ?? fileURLToPath(new URL('../../rules/*.conf', import.meta.url));
const paranoia = process.env['PARANOIA'];
writeFileSync(
  join(folder, 'sekisho.yaml'),
  `listen: { http: 127.0.0.1:0 }
rules: ${JSON.stringify([rules])}
sites: [{ hosts: ['*'], upstream: 'http://127.0.0.1:9', waf: { mode: block${paranoia === undefined ? '' : `, paranoia: ${paranoia}`} } }]
`,
);
const built = build(readConfig(join(folder, 'sekisho.yaml')));
rmSync(folder, { recursive: true });
const running = built.activate(new Forwarders().prepare(built.sites).forwarders);
const environment = createEnvironment(() => running, 3600);

/** @returns microseconds of CPU time for each request, and how many were blocked */
async function batch(requests: readonly RawRequest[]): Promise<{ time: number; blocked: number }> {
  let blocked = 0;
  const before = process.cpuUsage();
  for (const request of requests) {
    if ((await judge(request, { running, environment })).verdict.kind !== 'pass') blocked++;
  }
  const { user, system } = process.cpuUsage(before);
  return { time: (user + system) / requests.length, blocked };
}

for (const [name, { make }] of Object.entries(WORKLOADS)) {
  if ((process.env['ONLY'] ?? name) !== name) continue;
  const bytes = make(BATCH * BATCHES, 1, values);
  const times: number[] = [];
  let blocked = 0;
  for (let at = 0; at < BATCHES; at++) {
    const requests = Array.from({ length: BATCH }, (_, i) =>
      parseRawRequest(bytes[(at * BATCH + i) % bytes.length]),
    );
    const result = await batch(requests);
    times.push(result.time);
    blocked += result.blocked;
  }
  // The first batches warm V8 up.
  const sorted = times.slice(BATCHES >> 2).sort((a, b) => a - b);
  const share = ((blocked / BATCH / BATCHES) * 100).toFixed(1);
  console.log(
    `${name.padEnd(44)} least ${sorted[0].toFixed(0)} µs, median ${sorted[sorted.length >> 1].toFixed(0)} µs; ${share}% blocked`,
  );
}
