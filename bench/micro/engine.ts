import { fileURLToPath } from 'node:url';
import { PASS } from '../../src/core/index.js';
import { Router } from '../../src/gateway/router.js';
import type { Running } from '../../src/gateway/running.js';
import { judge, parseRawRequest, type RawRequest } from '../../src/replay/index.js';
import { expandPattern, loadRules } from '../../src/seclang/index.js';
import { MemoryCollections } from '../../src/state/index.js';
import { WORKLOADS } from '../load/requests.js';
import { values } from './corpus.js';

/**
 * What judging one request costs in process, in microseconds of CPU time: all rules of phases 1, 2 and 5 with parsing, for the
 * workloads of the large benchmark. The least of many short batches is printed beside the median: a busy machine moves the
 * median, hardly the least.
 *
 * `tsx bench/micro/engine.ts 'rules/*.conf'`, or any other rule files; PARANOIA=4 sets CRS's levels.
 */
const patterns = process.argv.slice(2);
if (patterns.length === 0) patterns.push(fileURLToPath(new URL('../../rules/*.conf', import.meta.url)));
const BATCHES = Number(process.env['BATCHES'] ?? 40);
const BATCH = 200;

const { plan } = loadRules(patterns.flatMap(pattern => expandPattern(pattern)));

const level = process.env['PARANOIA'];
const presets =
  level === undefined
    ? new Map<string, string>()
    : new Map([
        ['blocking_paranoia_level', level],
        ['detection_paranoia_level', level],
      ]);
const site = {
  site: {
    name: '*',
    hosts: ['*'],
    upstream: 'http://127.0.0.1',
    timeouts: {},
    bodyLimit: 13_107_200,
    overBodyLimit: 'reject',
    onFault: 'block',
    mode: process.env['MODE'] ?? 'block',
    modeByPath: [],
    blockPage: null,
  },
  gate: { check: () => PASS, explain: () => null },
  plan,
  exclusions: [],
  presets,
  parseLimits: { arguments: 1000, depth: 512, argumentSeparator: '&' },
  forwarder: null,
};
const running = {
  config: { limits: { uriLength: 100_000 } },
  router: new Router([site as never]),
  trust: { trusts: () => false },
  geo: { lookup: () => null },
  plan,
  sites: [site],
} as unknown as Running;
const environment = { countryOf: () => null, collections: new MemoryCollections(3600), serverName: 'x' };

async function batch(requests: readonly RawRequest[]): Promise<number> {
  const before = process.cpuUsage();
  for (const request of requests) await judge(request, { running, environment });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests.length;
}

const only = process.env['ONLY'];
for (const [name, { make }] of Object.entries(WORKLOADS)) {
  if (only !== undefined && only !== name) continue;
  const bytes = make(BATCH * BATCHES, 1, values);
  const times: number[] = [];
  let blocked = 0;
  for (let at = 0; at < BATCHES; at++) {
    const requests = Array.from({ length: BATCH }, (_, i) =>
      parseRawRequest(bytes[(at * BATCH + i) % bytes.length]!),
    );
    times.push(await batch(requests));
  }
  for (const request of bytes.slice(0, 500)) {
    if ((await judge(parseRawRequest(request), { running, environment })).verdict.kind !== 'pass') blocked++;
  }
  const sorted = times.slice(BATCHES / 4).sort((a, b) => a - b);
  console.log(
    `${name.padEnd(8)} least ${sorted[0]!.toFixed(0)} µs, median ${sorted[sorted.length >> 1]!.toFixed(0)} µs; of 500 blocked: ${blocked}`,
  );
}
