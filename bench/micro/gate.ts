import {
  compileTrust,
  defaultCountryDatabase,
  formatAddress,
  loadCountryDatabase,
  parseAddress,
  readAddress,
  readRange,
  resolveClient,
} from '../../src/client/index.js';
import { type Client, RequestHead } from '../../src/core/index.js';
import { compileGate, loadAddressList } from '../../src/gate/index.js';
import { Draw } from '../load/words.js';
import { bench } from './harness.js';

const TEXT = { readAddress, readRange, formatAddress };
const draw = new Draw(7);
const octet = (): number => draw.below(256);
const addresses = Array.from(
  { length: 20_000 },
  () => `${draw.below(223) + 1}.${octet()}.${octet()}.${octet()}`,
);
const head = new RequestHead('GET', '/', '1.1', ['Host', 'www.example.jp']);
const trust = compileTrust(['10.0.0.0/8']);
const countries = loadCountryDatabase(defaultCountryDatabase());

bench(
  'resolveClient with country',
  addresses,
  address => resolveClient(trust, countries, address, 1, head)?.ip.length ?? 0,
);

const clients = addresses.map((ip): Client => {
  const address = parseAddress(ip);
  if (address === null) throw new Error(`${ip} is no address`);
  return { address, ip, port: 1, peer: ip, country: countries.lookup(address) };
});

for (const entries of [10, 1_000, 100_000]) {
  const cidrs = Array.from({ length: entries }, () => `${draw.below(223) + 1}.${octet()}.${octet()}.0/24`);
  const list = loadAddressList('feed', { cidrs }, TEXT);
  const rules = {
    only: null,
    allow: [],
    deny: ['feed'],
    countries: { only: null, deny: ['AQ'], unknown: 'allow', private: 'allow', loopback: 'allow' } as const,
    paths: [{ match: '/wp-admin/', only: ['192.0.2.0/24'], allow: [], deny: [], countries: null }],
  };
  const gate = compileGate(rules, new Map([['feed', list]]), TEXT);
  bench(`check, list of ${entries}`, clients, client => gate.check(client, { path: '/blog/' }).kind.length);
}
