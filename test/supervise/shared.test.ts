import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import t, { type Test } from 'tap';
import { order } from '../../src/cli/control-client.js';
import { until } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { freePorts } from '../support/process.js';
import { request, WireClient } from '../support/wire.js';
import { onEachWorker, type Running, startWorkers } from '../support/workers.js';

const TOKEN = 'a-token-of-more-than-16-characters';
const HEADERS = { authorization: `Bearer ${TOKEN}` };
const JSON_TYPE = { 'content-type': 'application/json' };

/** A kept-alive connection to each of two workers; a status by worker and client address. */
async function connectBoth(
  t: Test,
  gateway: Running,
): Promise<(worker: number, ip: string, target?: string) => Promise<number>> {
  const clients = await onEachWorker(gateway, async () => {
    const client = WireClient.open(gateway.port);
    await client.ask(request('GET /', ['X-Forwarded-For: 198.51.100.200']));
    return client;
  });
  t.teardown(() => {
    for (const client of clients) client.close();
  });
  return async (worker, ip, target = '/') =>
    (await clients[worker].ask(request(`GET ${target}`, [`X-Forwarded-For: ${ip}`]))).status;
}

function apiOf({ admin }: Running) {
  return async (method: string, path: string, body?: object): Promise<{ status: number; said: unknown }> => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = body === undefined ? HEADERS : { ...HEADERS, ...JSON_TYPE };
    const init = { method, headers, ...json };
    const answer = await fetch(`http://127.0.0.1:${admin}/api/v1${path}`, init);
    return { status: answer.status, said: await answer.json() };
  };
}

const BOTH = [0, 1];

t.test(
  'two workers behind one API: what is ordered holds on both, what is counted is counted once',
  async t => {
    const origin = await WireOrigin.start(t);
    const gateway = await startWorkers(t, origin.url, {
      files: { token: TOKEN },
      more: `trustedProxies: [127.0.0.1]
admin: { token: token }
bans: { after: [{ event: blocked, count: 4, within: 10m }], for: 1h }
`,
      site: 'gate: { deny: [192.0.2.1], rates: [{ path: /login, limit: 6/10m }] }',
    });
    const ask = await connectBoth(t, gateway);
    const api = apiOf(gateway);

    await t.test('the token is asked for', async t => {
      const answer = await fetch(`http://127.0.0.1:${gateway.admin}/api/v1/bans`);
      t.equal(answer.status, 401);
      t.equal((await api('GET', '/none')).status, 404);
    });

    await t.test('a ban and its end', async t => {
      const banned = await api('POST', '/bans', { address: '192.0.2.50', seconds: 600 });
      t.match(banned, { status: 200, said: { address: '192.0.2.50', by: 'manual' } });
      for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.50')) === 403);
      t.match(await api('GET', '/bans'), { said: { bans: [{ address: '192.0.2.50' }] } });
      t.match(await api('DELETE', '/bans?address=192.0.2.50'), { said: { lifted: 1 } });
      for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.50')) === 200);
      const refused = await api('POST', '/bans', { address: '127.0.0.1' });
      t.match(refused, { status: 409, said: { error: /never banned/ } }, 'what a worker refuses is told');
    });

    await t.test('break-glass', async t => {
      for (const worker of BOTH) t.equal(await ask(worker, '192.0.2.1'), 403);
      const { said } = await api('POST', '/openings', { address: '192.0.2.1', seconds: 600 });
      for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.1')) === 200);
      const { id } = said as { id: string };
      t.match(await api('DELETE', `/openings?id=${id}`), { said: { closed: true } });
      for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.1')) === 403);
      t.equal((await api('DELETE', `/openings?id=${id}`)).status, 404);
    });

    await t.test('a rate', async t => {
      for (let i = 0; i < 6; i++) t.equal(await ask(0, '192.0.2.60', '/login'), 200);
      t.equal(await ask(0, '192.0.2.60', '/login'), 429);
      let passed = 0;
      // A count of its own would let six pass here too.
      await new Promise(resolve => setTimeout(resolve, 500));
      while ((await ask(1, '192.0.2.60', '/login')) === 200) passed++;
      t.ok(passed < 6, `${passed} more passed in the second worker`);
    });

    await t.test('an automatic ban, after two events in each worker', async t => {
      for (const worker of [0, 0, 1, 1]) t.equal(await ask(worker, '192.0.2.70', '/?q=attack'), 403);
      for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.70')) === 403);
      const { said } = await api('GET', '/bans');
      t.match(said, { bans: [{ address: '192.0.2.70', count: 1, by: 'blocked' }] });
      t.equal(
        (await gateway.metrics()).value('sekisho_gate_events_total', { event: 'auto-ban' }),
        1,
        'told once',
      );
    });

    await t.test('a trial, rolled back and confirmed', async t => {
      const own = gateway.folder.read('sekisho.yaml');
      gateway.folder.write('new.yaml', own.replace('deny: [192.0.2.1]', 'deny: [192.0.2.2]'));
      for (const worker of BOTH) t.equal(await ask(worker, '192.0.2.2'), 200);
      const applied = await api('POST', '/gate/apply', { file: 'new.yaml', seconds: 600 });
      t.equal(applied.status, 200);
      for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.2')) === 403);
      t.match(await api('GET', '/gate'), { said: { file: gateway.folder.file('new.yaml') } });
      t.equal((await api('POST', '/gate/rollback', {})).status, 200);
      for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.2')) === 200);
      for (const worker of BOTH) t.equal(await ask(worker, '192.0.2.1'), 403, 'what was in force before');

      await api('POST', '/gate/apply', { file: 'new.yaml', seconds: 600 });
      t.equal((await api('POST', '/gate/confirm', {})).status, 200);
      t.equal(gateway.folder.read('sekisho.yaml'), gateway.folder.read('new.yaml'));
      for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.2')) === 403);
      t.match(await api('POST', '/gate/rollback', {}), {
        status: 409,
        said: { error: /nothing is on trial/ },
      });
    });

    await t.test(
      'the worker that leads dies: what it did is done by the one that takes its place',
      async t => {
        await api('POST', '/bans', { address: '192.0.2.80' });
        await until(async () => (await ask(1, '192.0.2.80')) === 403);
        const [leader] = gateway.workers();
        process.kill(leader, 'SIGKILL');
        await gateway.cli.log('a worker died and will be replaced');
        t.equal(await ask(1, '192.0.2.80'), 403, 'the other one goes on');
        const late = await api('POST', '/bans', { address: '192.0.2.81' });
        t.equal(late.status, 200, 'and takes orders');
        await gateway.cli.log('a worker was replaced');
        const socket = gateway.folder.file('sekisho-state/control.sock');
        const bans = await until(() => order({ config: '', socket }, 'GET', '/bans').catch(() => null));
        const addresses = (bans as { bans: { address: string }[] }).bans.map(({ address }) => address).sort();
        t.strictSame(
          addresses,
          ['192.0.2.70', '192.0.2.80', '192.0.2.81'],
          'of the journal, and of the other worker',
        );
        await until(() => gateway.folder.read('sekisho-state/state.jsonl').includes('192.0.2.81'));
        t.equal(
          (await api('POST', '/gate/apply', { file: 'new.yaml', seconds: 600 })).status,
          200,
          'trials as well',
        );
        t.equal((await api('POST', '/gate/rollback', {})).status, 200);
      },
    );
  },
);

t.test('admin.gate holds with two workers, also when it comes with a reload', async t => {
  const origin = await WireOrigin.start(t);
  const gateway = await startWorkers(t, origin.url, {
    more: 'admin: { gate: { paths: [{ match: /metrics, only: [192.0.2.0/24] }] } }',
  });
  const status = async (path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${gateway.admin}${path}`)).status;
  t.equal(await status('/metrics'), 403);
  t.equal(await status('/readyz'), 200);
  gateway.folder.write(
    'sekisho.yaml',
    gateway.folder.read('sekisho.yaml').replace('{ match: /metrics', '{ match: /readyz'),
  );
  gateway.cli.signal('SIGHUP');
  await until(async () => (await status('/readyz')) === 403);
  t.equal(await status('/metrics'), 200);
  for (const pid of gateway.workers()) process.kill(pid, 'SIGKILL');
  t.not(await status('/readyz'), 200, 'without a worker nobody is let in by accident');
});

t.test('a stream with two workers: both carry it, and a ban cuts it in both', async t => {
  const origin = await WireOrigin.start(t);
  const server = createServer(socket => socket.on('error', () => {}).pipe(socket));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const [port] = await freePorts(1);
  const gateway = await startWorkers(t, origin.url, {
    files: { token: TOKEN },
    more: `admin: { token: token }
streams: [{ name: db, listen: 127.0.0.1:${port}, upstream: '127.0.0.1:${(server.address() as AddressInfo).port}' }]`,
  });
  const sockets = await onEachWorker(gateway, async () => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.7' });
    socket.write('hello');
    const [bytes] = await once(socket, 'data');
    t.equal(String(bytes), 'hello');
    return socket;
  });
  const open = (await gateway.metrics()).value('sekisho_stream_connections', { stream: 'db' });
  t.equal(open, 2);
  const closed = sockets.map(socket => once(socket, 'close'));
  for (const socket of sockets) socket.on('error', () => {}).resume();
  await apiOf(gateway)('POST', '/openings', { address: '127.0.0.7', seconds: 60 });
  gateway.folder.write(
    'sekisho.yaml',
    gateway.folder.read('sekisho.yaml').replace('name: db,', 'name: db, gate: { deny: [127.0.0.7] },'),
  );
  gateway.cli.signal('SIGHUP');
  await gateway.cli.log('reloaded');
  t.ok(
    sockets.every(socket => !socket.destroyed),
    'break-glass keeps them',
  );
  const { said } = await apiOf(gateway)('GET', '/openings');
  const [{ id }] = (said as { openings: { id: string }[] }).openings;
  await apiOf(gateway)('DELETE', `/openings?id=${id}`);
  await Promise.all(closed);
});

t.test('ready once the worker that leads has its feeds', async t => {
  const origin = await WireOrigin.start(t);
  let answer = (): void => {};
  const feed = createHttpServer((_request, response) => {
    answer = () => response.end('192.0.2.1\n');
  });
  await new Promise<void>(resolve => feed.listen(0, '127.0.0.1', resolve));
  t.teardown(() => feed.close());
  const { port } = feed.address() as AddressInfo;
  const gateway = await startWorkers(t, origin.url, {
    more: `trustedProxies: [127.0.0.1]
lists: { tor: { url: 'http://127.0.0.1:${port}/', refresh: 1h, allowPrivate: true } }`,
    site: 'gate: { deny: [tor] }',
  });
  const ready = async (): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${gateway.admin}/readyz`)).json();
  t.strictSame(await ready(), { ready: false, reasons: ['lists are fetched for the first time'] });
  const ask = await connectBoth(t, gateway);
  answer();
  await until(async () => ((await ready()) as { ready: boolean }).ready);
  for (const worker of BOTH) await until(async () => (await ask(worker, '192.0.2.1')) === 403);
});
