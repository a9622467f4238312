import t, { type Test } from 'tap';
import { ip } from '../../src/cli/ip.js';
import { KeyedHash } from '../../src/core/index.js';
import { RateTable } from '../../src/gate/index.js';
import { TestGateway, until } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request, WireClient, type WireResponse } from '../support/wire.js';

async function start(t: Test, gate: string, more = ''): Promise<TestGateway> {
  const origin = await WireOrigin.start(t);
  return TestGateway.start(t, {
    upstream: origin.url,
    more: `trustedProxies: [127.0.0.1]\n${more}`,
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: ${gate} }`,
  });
}

const ask = (gateway: TestGateway, ip: string, target = '/', fields: string[] = []): Promise<WireResponse> =>
  askOnce(gateway.port, request(`GET ${target}`, [`X-Forwarded-For: ${ip}`, ...fields]));

t.test('per address and path: 429 with Retry-After and the fields of the draft', async t => {
  const gateway = await start(
    t,
    '{ allow: [203.0.113.9], rates: [{ name: login, path: /login, limit: 3/10m }, { limit: 1000/s }] }',
  );
  for (let i = 0; i < 3; i++) t.equal((await ask(gateway, '192.0.2.1', '/%6cOGIN')).status, 200);
  const refused = await ask(gateway, '192.0.2.1', '/login');
  t.equal(refused.status, 429);
  t.ok(Number(refused.field('retry-after')) > 100 && Number(refused.field('retry-after')) <= 200);
  t.equal(refused.field('ratelimit-policy'), '"login";q=3;w=600');
  t.match(refused.field('ratelimit'), /^"login";r=0;t=\d+$/);
  t.equal((await ask(gateway, '192.0.2.1', '/')).status, 200, 'another path');
  t.equal((await ask(gateway, '192.0.2.2', '/login')).status, 200, 'another address');
  for (let i = 0; i < 5; i++) t.equal((await ask(gateway, '203.0.113.9', '/login')).status, 200, 'allowed');
  for (let i = 0; i < 3; i++) await ask(gateway, `2001:db8::${i}`, '/login');
  t.equal((await ask(gateway, '2001:db8::ff', '/login')).status, 429, 'IPv6 by /64');
  t.ok(await gateway.reload(), 'buckets outlive a reload');
  t.equal((await ask(gateway, '192.0.2.1', '/login')).status, 429);
  t.equal(await gateway.metric('sekisho_gate_decisions_total', { reason: 'rate', site: '*' }), 3);
});

t.test('per header, cookie, country and site; who has no key counts by address', async t => {
  const gateway = await start(
    t,
    `{ rates: [{ per: 'header:X-Api-Key', limit: 2/h, path: /api }, { per: 'cookie:sid', limit: 2/h, path: /shop },
      { per: country, limit: 2/h, path: /c }, { per: site, limit: 2/h, path: /whole }] }`,
  );
  const times = async (count: number, ip: (i: number) => string, target: string, fields: string[] = []) => {
    const found: number[] = [];
    for (let i = 0; i < count; i++) found.push((await ask(gateway, ip(i), target, fields)).status);
    return found;
  };
  const various = (i: number): string => `192.0.2.${i}`;
  t.strictSame(await times(3, various, '/api', ['X-API-KEY: a']), [200, 200, 429]);
  t.strictSame(await times(1, various, '/api', ['X-Api-Key: b']), [200]);
  t.strictSame(await times(3, () => '192.0.2.77', '/api'), [200, 200, 429], 'without the key');
  t.strictSame(await times(3, various, '/shop', ['Cookie: other=1; sid=x; sid=y']), [200, 200, 429]);
  t.strictSame(await times(1, various, '/shop', ['Cookie: xsid=x']), [200]);
  t.strictSame(await times(3, i => `133.11.0.${i}`, '/c'), [200, 200, 429]);
  t.strictSame(await times(1, () => '8.8.8.8', '/c'), [200]);
  t.strictSame(await times(3, various, '/whole'), [200, 200, 429]);
});

t.test('a token bucket: what a naive count of it says, for any times', async t => {
  let now = 1_000_000;
  const table = new RateTable(() => now);
  const hash = new KeyedHash();
  const rate = { limit: 5, within: 1_000, burst: 8 };
  let tokens = 8;
  let last = now;
  let seed = 7;
  for (let i = 0; i < 5_000; i++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    now += seed % 400;
    tokens = Math.min(rate.burst, tokens + ((now - last) * rate.limit) / rate.within);
    last = now;
    const expected = tokens >= 1 - 1e-9;
    if (expected) tokens -= 1;
    if ((table.take(hash.begin().word(1).end(), rate) === 0) !== expected) t.fail(`differs at step ${i}`);
  }
  const other = new RateTable(() => now);
  other.spent();
  for (let i = 0; i < 5; i++) other.take(hash.begin().word(2).end(), rate);
  table.merge(other.spent());
  for (let i = 0; i < 3; i++) t.equal(table.take(hash.begin().word(2).end(), rate), 0);
  t.ok(table.take(hash.begin().word(2).end(), rate) > 0, 'what another worker let in counts here');
});

t.test('a million addresses: memory stays, and who was refused stays refused', async t => {
  let now = 0;
  const table = new RateTable(() => now);
  const hash = new KeyedHash();
  const rate = { limit: 10, within: 10_000, burst: 10 };
  for (let i = 0; i < 10; i++) table.take(hash.begin().word(-1).end(), rate);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 1_000_000; i++) {
    if (i % 2000 === 0) now++;
    table.take(hash.begin().word(i).end(), rate);
  }
  t.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
  t.ok(table.take(hash.begin().word(-1).end(), rate) > 0);
});

t.test('connections of one address; trusted proxies are not counted', async t => {
  const origin = await WireOrigin.start(t);
  const setup = { upstream: origin.url, more: 'limits: { connectionsPerAddress: 3 }' };
  const gateway = await TestGateway.start(t, setup);
  const open = Array.from({ length: 3 }, () => WireClient.open(gateway.port));
  t.teardown(() => {
    for (const client of open) client.close();
  });
  for (const client of open) t.equal((await client.ask(request('GET /'))).status, 200);
  t.equal((await askOnce(gateway.port, request('GET /'))).status, 0, 'closed at once');
  t.equal(await gateway.metric('sekisho_rejected_total', { code: 'connections-per-address' }), 1);
  open[0].close();
  await until(async () => (await askOnce(gateway.port, request('GET /'))).status === 200);
  gateway.reload({ more: `${setup.more}\ntrustedProxies: [127.0.0.1]` });
  t.equal((await askOnce(gateway.port, request('GET /', ['X-Forwarded-For: 192.0.2.1']))).status, 200);
});

t.test('refusal: close ends the connection without a page', async t => {
  const gateway = await start(t, '{ deny: [192.0.2.1], refusal: close }');
  t.equal((await ask(gateway, '192.0.2.1')).status, 0);
  t.equal((await ask(gateway, '192.0.2.2')).status, 200);
  const [line] = await gateway.audit(1);
  t.match(line, { outcome: 'refused', verdict: 'drop', reason: 'deny' });
});

t.test('sekisho ip shows the rates and where they stand, and takes no token', async t => {
  const gateway = await start(t, '{ rates: [{ limit: 1/h }] }');
  const { write } = process.stdout;
  let text = '';
  process.stdout.write = (piece: string | Uint8Array): boolean => {
    text += piece;
    return true;
  };
  try {
    ip('192.0.2.1', { config: gateway.folder.file('sekisho.yaml'), path: '/' });
  } finally {
    process.stdout.write = write;
  }
  t.match(text, /site rate: continues, 1 in 3600 s, at once 1, per address/);
});
