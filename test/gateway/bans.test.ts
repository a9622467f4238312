import { readFileSync, statSync } from 'node:fs';
import t, { type Test } from 'tap';
import { order } from '../../src/cli/control-client.js';
import { OrderError } from '../../src/cli/order-error.js';
import { TempFolder } from '../support/folder.js';
import { type Setup, TEST_RULES, TestGateway, until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

const BASE = 'trustedProxies: [127.0.0.1]\nlists: { office: { cidrs: [203.0.113.0/24] } }\n';

async function start(t: Test, bans: string, more: Partial<Setup> = {}): Promise<TestGateway> {
  const origin = await WireOrigin.start(t, ({ line }) =>
    line.includes('/missing') ? 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n' : ok(),
  );
  return TestGateway.start(t, { upstream: origin.url, ...more, more: `${BASE}bans: ${bans}\n` });
}

const ask = async (
  gateway: TestGateway,
  ip: string,
  target = '/',
  host = 'www.example.jp',
): Promise<number> =>
  (await askOnce(gateway.port, request(`GET ${target}`, [`Host: ${host}`, `X-Forwarded-For: ${ip}`]))).status;

t.test('blocked requests: so many within the time, and the address is banned', async t => {
  const gateway = await start(t, '{ after: [{ event: blocked, count: 3, within: 1m }], never: [office] }');
  for (let i = 0; i < 3; i++) t.equal(await ask(gateway, '192.0.2.1', '/?q=attack'), 403);
  t.equal(await ask(gateway, '192.0.2.1'), 403, 'banned');
  t.equal(await ask(gateway, '192.0.2.2'), 200, 'its neighbour is not');
  for (let i = 0; i < 4; i++) await ask(gateway, '203.0.113.5', '/?q=attack');
  t.equal(await ask(gateway, '203.0.113.5'), 200, 'never banned');
  for (let i = 0; i < 3; i++) await ask(gateway, `2001:db8::${i}`, '/?q=attack');
  t.equal(await ask(gateway, '2001:db8::ffff'), 403, 'IPv6 by /64');
  t.equal(await ask(gateway, '2001:db8:0:1::1'), 200);
  t.ok(await gateway.auditText(/"reason":"ban","by":"blocked"/));
  t.ok(await gateway.auditText(/"event":"auto-ban","address":"192\.0\.2\.1"/));
  t.equal(await gateway.metric('sekisho_bans'), 2);
  t.equal(await gateway.metric('sekisho_gate_events_total', { event: 'auto-ban' }), 2);
});

t.test('a status below a path, with a method; every site by itself, or everywhere', async t => {
  const sites = `- { hosts: [a.example], upstream: UPSTREAM }\n- { hosts: [b.example], upstream: UPSTREAM }`;
  const rule = '{ event: status, status: 404, method: GET, path: /MISSING/, count: 4, within: 1m }';
  const gateway = await start(t, `{ after: [${rule}] }`, { sites });
  const knock = async (gateway: TestGateway): Promise<void> => {
    for (let i = 0; i < 4; i++) t.equal(await ask(gateway, '192.0.2.1', `/missing/${i}`, 'a.example'), 404);
  };
  await knock(gateway);
  t.equal(await ask(gateway, '192.0.2.1', '/', 'a.example'), 403);
  t.equal(await ask(gateway, '192.0.2.1', '/', 'b.example'), 200);
  const everywhere = await start(t, `{ after: [${rule}], scope: everywhere }`, { sites });
  await knock(everywhere);
  t.equal(await ask(everywhere, '192.0.2.1', '/', 'b.example'), 403);
});

t.test('a counter that rules keep by address', async t => {
  const rules = `${TEST_RULES}SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"
SecRule REQUEST_URI "@beginsWith /trap" "id:2,phase:1,pass,nolog,setvar:ip.Trap=+5"
`;
  const gateway = await start(t, '{ after: [{ event: counter, name: trap, count: 10 }] }', { rules });
  t.equal(await ask(gateway, '192.0.2.1', '/trap'), 200);
  t.equal(await ask(gateway, '192.0.2.1', '/'), 200);
  t.equal(await ask(gateway, '192.0.2.1', '/trap'), 200);
  t.equal(await ask(gateway, '192.0.2.1', '/'), 403);
  await order(
    { config: '', socket: gateway.folder.file('sekisho-state/control.sock') },
    'DELETE',
    '/bans?address=192.0.2.1',
  );
  t.equal(await ask(gateway, '192.0.2.1', '/'), 200, 'lifted, and the counter begins anew');
});

t.test('bans grow on repetition, up to the longest', async t => {
  const gateway = await start(
    t,
    '{ after: [{ event: blocked, count: 1, within: 1m }], for: 20ms, growth: 3, longest: 100ms }',
  );
  const lengths: number[] = [];
  while (lengths.length < 4) {
    if ((await ask(gateway, '192.0.2.1', '/?q=attack')) !== 403) t.fail('not blocked');
    const text = readFileSync(gateway.folder.file('audit.jsonl'), 'utf8').split('\n').filter(Boolean);
    const bans = text.map(line => JSON.parse(line)).filter(line => line.event === 'auto-ban');
    lengths.splice(0, 4, ...bans.map(({ until, since }) => until - since));
    await until(async () => (await ask(gateway, '192.0.2.1')) === 200);
  }
  t.strictSame(lengths.slice(0, 4), [20, 60, 100, 100]);
});

t.test('by hand, over the local socket; kept across restarts', async t => {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  const origin = await WireOrigin.start(t);
  const setup = { upstream: origin.url, more: BASE };
  const gateway = await TestGateway.startIn(t, folder, setup);
  const socket = folder.file('sekisho-state/control.sock');
  const call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: Record<string, unknown>) =>
    order({ config: '', socket }, method, path, body);
  t.equal(statSync(socket).mode & 0o777, 0o600);
  t.equal(statSync(folder.file('sekisho-state')).mode & 0o777, 0o700);
  await call('POST', '/bans', { address: '192.0.2.1', reason: 'scraping', by: 'someone' });
  await call('POST', '/bans', { address: '198.51.100.0/24', seconds: 3600 });
  t.equal(await ask(gateway, '192.0.2.1'), 403);
  t.equal(await ask(gateway, '198.51.100.77'), 403);
  for (const [address, why] of [
    ['127.0.0.1', /never banned/],
    ['127.1.2.3', /never banned/],
    ['::1', /never banned/],
    ['0.0.0.0/0', /never banned/],
    ['010.0.0.1', /is no address/],
    ['nobody', /is no address/],
  ] as const) {
    await t.rejects(call('POST', '/bans', { address }), { message: why }, address);
  }
  await t.rejects(call('POST', '/bans', { address: '192.0.2.9', site: 'none' }), /there is no site "none"/);
  await t.rejects(
    call('POST', '/bans', { address: '192.0.2.9', fro: 3 }),
    OrderError,
    'unknown members are refused',
  );
  await gateway.gateway.close(0);
  await t.rejects(call('GET', '/bans'), /no gateway listens at/);
  const again = await TestGateway.startIn(t, folder, setup);
  t.equal(await ask(again, '192.0.2.1'), 403);
  t.match(await call('GET', '/bans'), {
    bans: [
      { address: '192.0.2.1', until: null, reason: 'scraping', by: 'manual' },
      { address: '198.51.100.0/24', site: null },
    ],
  });
  t.strictSame(await call('DELETE', '/bans?address=192.0.2.1'), { lifted: 1 });
  t.equal(await ask(again, '192.0.2.1'), 200);
  t.ok(await again.auditText(/"event":"ban",.*"by":"someone by the local socket"/));
});

t.test('break-glass lets past everything but the WAF, at its site, and ends by itself', async t => {
  const gateway = await TestGateway.start(t, {
    upstream: (await WireOrigin.start(t)).url,
    more: BASE,
    sites: `- hosts: [a.example]
  upstream: UPSTREAM
  gate: { deny: all, paths: [{ match: /admin/, only: [office] }] }
- { hosts: [b.example], upstream: UPSTREAM, gate: closed }`,
  });
  const socket = gateway.folder.file('sekisho-state/control.sock');
  t.equal(await ask(gateway, '192.0.2.1', '/admin/', 'a.example'), 403);
  const { id } = await order({ config: '', socket }, 'POST', '/openings', {
    address: '192.0.2.1',
    site: 'a.example',
    seconds: 60,
  });
  t.equal(await ask(gateway, '192.0.2.1', '/admin/', 'a.example'), 200);
  t.equal(await ask(gateway, '192.0.2.1', '/admin/?q=attack', 'a.example'), 403, 'the WAF holds');
  t.equal(await ask(gateway, '192.0.2.1', '/', 'b.example'), 403, 'another site');
  t.equal(await ask(gateway, '192.0.2.2', '/', 'a.example'), 403, 'another address');
  t.equal(await gateway.metric('sekisho_openings'), 1);
  await order({ config: '', socket }, 'DELETE', `/openings?id=${id}`);
  t.equal(await ask(gateway, '192.0.2.1', '/', 'a.example'), 403);
  await order({ config: '', socket }, 'POST', '/openings', { address: '192.0.2.1', seconds: 1 });
  t.equal(await ask(gateway, '192.0.2.1', '/', 'b.example'), 200, 'everywhere');
  await until(async () => (await ask(gateway, '192.0.2.1', '/', 'b.example')) === 403);
  t.ok(await gateway.auditText(/"event":"open".*"event":"close"/s));
});
