import t, { type Test } from 'tap';
import { order } from '../../src/cli/control-client.js';
import { TestGateway, until } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

const OFFICE = '203.0.113.9';

async function start(t: Test): Promise<{
  gateway: TestGateway;
  ask: (ip: string, target?: string) => Promise<number>;
  call: (
    method: 'GET' | 'POST',
    path: string,
    body?: Record<string, unknown>,
  ) => Promise<Record<string, unknown>>;
  /** Writes a changed configuration beside the one that runs. */
  write: (gate: string, name?: string) => string;
}> {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, {
    upstream: origin.url,
    more: 'trustedProxies: [127.0.0.1]',
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: { deny: [192.0.2.1] } }`,
  });
  const socket = gateway.folder.file('sekisho-state/control.sock');
  return {
    gateway,
    ask: async (ip, target = '/') =>
      (await askOnce(gateway.port, request(`GET ${target}`, [`X-Forwarded-For: ${ip}`]))).status,
    call: (method, path, body) => order({ config: '', socket }, method, path, body),
    write: (gate, name = 'new.yaml') =>
      gateway.folder.write(name, gateway.folder.read('sekisho.yaml').replace('{ deny: [192.0.2.1] }', gate)),
  };
}

t.test('a change is rolled back by itself; confirmed, it takes the place of the configuration', async t => {
  const { gateway, ask, call, write } = await start(t);
  const own = gateway.folder.read('sekisho.yaml');
  write('{ deny: [192.0.2.2] }');
  t.equal(await ask('192.0.2.2'), 200);
  await call('POST', '/gate/apply', { file: 'new.yaml', seconds: 1, from: OFFICE });
  t.equal(await ask('192.0.2.2'), 403, 'in force');
  t.match(await call('GET', '/gate'), { file: gateway.folder.file('new.yaml') });
  await t.rejects(call('POST', '/gate/apply', { file: 'new.yaml', seconds: 1 }), /a change is on trial/);
  await until(async () => (await ask('192.0.2.2')) === 200);
  t.equal(await ask('192.0.2.1'), 403, 'what was in force before is back');
  await t.rejects(call('POST', '/gate/confirm', {}), /nothing is on trial/);
  t.equal(gateway.folder.read('sekisho.yaml'), own, 'the file is untouched');

  await call('POST', '/gate/apply', { file: 'new.yaml', seconds: 600, from: OFFICE });
  await call('POST', '/gate/confirm', {});
  t.equal(gateway.folder.read('sekisho.yaml'), gateway.folder.read('new.yaml'));
  t.equal(gateway.folder.read('sekisho.yaml.before'), own);
  t.ok(await gateway.gateway.reload(), 'a reload reads the confirmed file');
  t.equal(await ask('192.0.2.2'), 403);
  const order =
    /"event":"gate-apply".*"event":"gate-rollback".*"by":"the time is over".*"event":"gate-confirm"/s;
  t.ok(await gateway.auditText(order));
  t.equal(await gateway.metric('sekisho_gate_events_total', { event: 'gate-apply' }), 2);
});

t.test('a change that would refuse who makes it is refused, unless forced', async t => {
  const { ask, call, write } = await start(t);
  write('{ only: [198.51.100.0/24] }');
  const order = { file: 'new.yaml', seconds: 600, from: OFFICE };
  await t.rejects(
    call('POST', '/gate/apply', order),
    /would refuse you: 203\.0\.113\.9 .* \(only: 198\.51\.100\.0\/24\)/,
  );
  t.equal(await ask(OFFICE), 200, 'nothing was changed');
  write('{ paths: [{ match: /admin/, only: [198.51.100.0/24] }] }', 'path.yaml');
  await t.rejects(
    call('POST', '/gate/apply', { ...order, file: 'path.yaml' }),
    /no longer reach \*\/admin\/ \(only/,
  );
  write('{ only: [203.0.113.0/24] }', 'mine.yaml');
  await call('POST', '/gate/apply', { ...order, file: 'mine.yaml' });
  await call('POST', '/gate/rollback', {});
  t.equal(await ask('198.51.100.7'), 200);
  await call('POST', '/gate/apply', { ...order, force: true });
  t.equal(await ask(OFFICE), 403);
  await call('POST', '/openings', { address: OFFICE, seconds: 60 });
  t.equal(await ask(OFFICE), 200, 'break-glass');
});

t.test('mistakes, other folders and a reload', async t => {
  const { gateway, ask, call, write } = await start(t);
  write('{ deny: [nonsense] }', 'wrong.yaml');
  await t.rejects(
    call('POST', '/gate/apply', { file: 'wrong.yaml', seconds: 60 }),
    /wrong\.yaml:\d+:\d+: error: .* names the list "nonsense"/,
  );
  await t.rejects(
    call('POST', '/gate/apply', { file: '/etc/passwd', seconds: 60 }),
    /is not in the folder of/,
  );
  await t.rejects(call('POST', '/gate/apply', { file: 'none.yaml', seconds: 60 }), /none\.yaml/);
  await t.rejects(call('POST', '/gate/apply', { file: 'wrong.yaml', seconds: 100_000 }), /seconds/);
  const file = write('{ deny: [192.0.2.2] }');
  await call('POST', '/gate/apply', { file, seconds: 600 });
  t.ok(await gateway.gateway.reload());
  t.equal(await ask('192.0.2.2'), 200, 'a reload ends the trial with what the file says');
  t.match(await call('GET', '/gate'), { file: null, until: null });
});
