import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  compileTrust,
  defaultCountryDatabase,
  formatAddress,
  loadCountryDatabase,
  readAddress,
  readRange,
  resolveClient,
} from '../../src/client/index.js';
import { RequestHead } from '../../src/core/index.js';
import { compileGate, loadAddressList } from '../../src/gate/index.js';
import { judgeAddress } from '../../src/gateway/judge.js';
import { Draw } from '../load/words.js';
import { bench } from './harness.js';

/**
 * From the address string to the verdict, with lists of different sizes and the country database that comes with the
 * package. The addresses are many more than caches hold, so each is one never seen before; seven of ten are IPv4.
 */
const TEXT = { readAddress, readRange, formatAddress };
const draw = new Draw(7);
const octet = (): number => draw.below(256);
const group = (): string => draw.below(65_536).toString(16);
const REGISTRIES = ['2001', '2400', '2600', '2800', '2a00', '2a02', '2a05', '2c0f'];
const ipv4 = (): string => `${draw.below(223) + 1}.${octet()}.${octet()}.${octet()}`;
const ipv6 = (): string => `${REGISTRIES[draw.below(REGISTRIES.length)]}:${group()}:${group()}`;
const addresses = Array.from({ length: 400_000 }, (_, i) => (i % 10 < 7 ? ipv4() : `${ipv6()}::${group()}`));

const head = new RequestHead('GET', '/', '1.1', ['Host', 'www.example.jp']);
const trust = compileTrust(['10.0.0.0/8']);
const countries = loadCountryDatabase(defaultCountryDatabase());
const words = new Uint32Array(4);

bench('readAddress', addresses, address => readAddress(address, 0, address.length, words, 0));
bench(
  'resolveClient with country',
  addresses,
  address => resolveClient(trust, countries, address, 1, head)?.ip.length ?? 0,
);

const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'));
for (const entries of [10, 1_000, 100_000, 1_000_000]) {
  const lines = Array.from({ length: entries }, (_, i) =>
    i % 10 < 7 ? ipv4() : `${ipv6()}::/${i % 2 === 0 ? 48 : 64}`,
  );
  const file = join(folder, `${entries}.txt`);
  writeFileSync(file, lines.join('\n'));
  globalThis.gc?.();
  const before = process.memoryUsage();
  const started = process.cpuUsage();
  const list = loadAddressList('feed', { file }, TEXT);
  const { user, system } = process.cpuUsage(started);
  globalThis.gc?.();
  const after = process.memoryUsage();
  const held = after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed;
  console.log(
    `load of ${entries} entries: ${((user + system) / 1000).toFixed(0)} ms of CPU time, ${(held / 1e6).toFixed(1)} MB held`,
  );
  const rules = {
    only: null,
    allow: ['203.0.113.0/24'],
    deny: ['feed'],
    countries: { only: null, deny: ['AQ'], unknown: 'allow', private: 'allow', loopback: 'allow' } as const,
    paths: [{ match: '/wp-admin/', only: ['192.0.2.0/24'], allow: [], deny: [], countries: null }],
  };
  const gate = compileGate(rules, new Map([['feed', list]]), TEXT);
  bench(
    `string to verdict, list of ${entries}`,
    addresses,
    address => judgeAddress(gate, countries, address)?.kind.length ?? 0,
  );
}
rmSync(folder, { recursive: true });
