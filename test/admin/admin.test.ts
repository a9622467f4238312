import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { Readiness, startAdmin } from '../../src/admin/index.js';

const readiness = new Readiness('starting');
let metrics = async (): Promise<string> => 'up 1\n';
const errors: Error[] = [];

const admin = await startAdmin({
  listen: [
    { host: '127.0.0.1', port: 0 },
    { host: '127.0.0.1', port: 0 },
  ],
  metrics: () => metrics(),
  metricsContentType: 'text/plain; version=0.0.4; charset=utf-8',
  readiness: () => readiness.reasons(),
  allowedHosts: ['Scrape.example'],
  onError: error => errors.push(error),
});
const [first, second] = admin.addresses;
t.teardown(() => admin.close());

/** Sends bytes as they are and reads until the other side closes. */
async function raw(text: string, port = first.port): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', chunk => {
    answer += chunk;
  });
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return answer;
}

function get(path: string, host = 'localhost', method = 'GET'): Promise<string> {
  return raw(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
}

t.test('metrics on every listener', async t => {
  t.not(first.port, second.port);
  for (const { port } of [first, second]) {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    t.equal(response.status, 200);
    t.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    t.equal(response.headers.get('cache-control'), 'no-store');
    t.equal(await response.text(), 'up 1\n');
  }
});

t.test('health and readiness', async t => {
  const url = `http://127.0.0.1:${first.port}`;
  t.strictSame(await (await fetch(`${url}/healthz`)).json(), { alive: true });
  const before = await fetch(`${url}/readyz`);
  t.equal(before.status, 503);
  t.strictSame(await before.json(), { ready: false, reasons: ['starting'] });
  readiness.release('starting');
  const ready = await fetch(`${url}/readyz`);
  t.equal(ready.status, 200);
  t.strictSame(await ready.json(), { ready: true });
  readiness.hold('drain', 'draining');
  t.strictSame(await (await fetch(`${url}/readyz`)).json(), { ready: false, reasons: ['draining'] });
});

t.test('everything else is a JSON error', async t => {
  for (const [path, method, status] of [
    ['/', 'GET', 404],
    ['/metrics/', 'GET', 404],
    ['/%zz', 'GET', 400],
    ['/metrics', 'POST', 405],
    ['/readyz', 'DELETE', 405],
    ['/nothing', 'PUT', 405],
  ] as const) {
    const answer = await get(path, 'localhost', method);
    t.match(answer, new RegExp(`^HTTP/1.1 ${status} `), `${method} ${path}`);
    t.match(answer, /content-type: application\/json/i);
  }
  t.match(await get('/healthz', 'localhost', 'HEAD'), /^HTTP\/1.1 200 /);
});

t.test('DNS rebinding: a foreign Host gets nothing', async t => {
  for (const host of [
    'evil.example',
    'evil.example:9145',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '[::1',
    'a:b:c',
    '',
  ]) {
    const answer = await get('/metrics', host);
    t.match(answer, /^HTTP\/1.1 421 /, host);
    t.notMatch(answer, 'up 1');
  }
  for (const host of [
    'localhost',
    'LOCALHOST:9145',
    '127.0.0.1:1',
    '[::1]:9145',
    '10.1.2.3',
    'scrape.example',
    'localhost.',
  ]) {
    t.match(await get('/metrics', host), /^HTTP\/1.1 200 /, host);
  }
  t.match(await raw('GET /healthz HTTP/1.0\r\n\r\n'), /^HTTP\/1.1 200 /, 'HTTP/1.0 has no Host');
});

t.test('a large head or body is not taken', async t => {
  t.match(
    await raw(`GET /metrics HTTP/1.1\r\nHost: localhost\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`),
    /^HTTP\/1.1 431 /,
  );
});

t.test('metrics that cannot be made are a 500 without details, and told', async t => {
  metrics = async () => {
    throw new Error('inner detail');
  };
  const answer = await get('/metrics');
  t.match(answer, /^HTTP\/1.1 500 /);
  t.notMatch(answer, 'inner detail');
  t.match(errors, [{ message: 'inner detail' }]);
});

t.test('scrapes at the same time share one rendering', async t => {
  let calls = 0;
  let release = (): void => {};
  const gate = new Promise<void>(resolve => {
    release = resolve;
  });
  metrics = async () => {
    calls++;
    await gate;
    return 'up 1\n';
  };
  const request = 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n';
  const both = raw(`${request}\r\n${request}Connection: close\r\n\r\n`);
  while (calls === 0) await new Promise(resolve => setTimeout(resolve, 5));
  await get('/healthz');
  release();
  t.equal((await both).match(/up 1/g)?.length, 2);
  t.equal(calls, 1);
  metrics = async () => 'up 1\n';
});

t.test('an address in use is an error, and nothing stays open', async t => {
  const options = {
    listen: [
      { host: '127.0.0.1', port: 0 },
      { host: '127.0.0.1', port: first.port },
    ],
    metrics: async () => '',
    metricsContentType: 'text/plain',
    readiness: () => [],
  };
  await t.rejects(startAdmin(options), { code: 'EADDRINUSE' });
});
