import type { Socket } from 'node:net';
import t from 'tap';
import { exchange, Gateway, httpOrigin, RawClient, rawOrigin } from './harness.js';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

/** Runs one GET against an upstream that does `behave` with each connection once a request head is in. */
async function against(
  t: Tap.Test,
  behave: (socket: Socket) => void,
  forwarder: Record<string, unknown> = {},
): Promise<{ text: string; gateway: Gateway; heads: () => number }> {
  let heads = 0;
  const raw = await rawOrigin(socket => {
    socket.on('data', chunk => {
      if (!chunk.includes('\r\n\r\n')) return;
      heads++;
      behave(socket);
    });
  });
  const gateway = await Gateway.start({ upstream: raw.origin, forwarder });
  t.teardown(async () => {
    await gateway.stop();
    await raw.stop();
  });
  const text = await exchange(gateway.port, GET);
  return { text, gateway, heads: () => heads };
}

declare namespace Tap {
  type Test = Pick<typeof t, 'teardown'>;
}

const TIMEOUTS = { connect: 300, headers: 300, body: 300 };
const CASES: readonly [what: string, behave: (socket: Socket) => void, status: number, code: string][] = [
  ['reset before the head', socket => socket.resetAndDestroy(), 502, 'reset'],
  ['closed before the head', socket => socket.end(), 502, 'reset'],
  ['no HTTP', socket => socket.end('SSH-2.0-x\r\n'), 502, 'bad-response'],
  [
    'unasked 101',
    socket => socket.write('HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    502,
    'bad-response',
  ],
  [
    'head too large',
    socket => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`),
    502,
    'bad-response',
  ],
  [
    'two lengths',
    socket => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'),
    502,
    'bad-response',
  ],
  [
    'length and chunked',
    socket =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
    502,
    'bad-response',
  ],
  [
    'control character in a value',
    socket => socket.write('HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 0\r\n\r\n'),
    502,
    'bad-response',
  ],
  ['silence', () => {}, 504, 'headers-timeout'],
];
for (const [what, behave, status, code] of CASES) {
  t.test(`${what}: ${status} ${code}`, async t => {
    const { text, gateway } = await against(t, behave, { timeouts: TIMEOUTS });
    t.match(text, new RegExp(`^HTTP/1\\.1 ${status} `));
    t.match(gateway.faults[0], { source: 'upstream', code, status });
    t.equal(gateway.forwarder.active, 0);
  });
}

const CUT: readonly [what: string, bytes: string][] = [
  ['Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
  ['chunked', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
];
for (const [what, bytes] of CUT) {
  t.test(`a body with ${what} that is cut short does not look complete`, async t => {
    const { text, gateway } = await against(t, socket => socket.end(bytes));
    t.match(text, /^HTTP\/1\.1 200 /);
    t.notMatch(text, /\r\n0\r\n\r\n$/);
    t.same(gateway.ends, ['failed']);
  });
}

t.test('a body that stalls: the client is cut off', async t => {
  const { text, gateway } = await against(t, socket => socket.write(CUT[0][1]), { timeouts: TIMEOUTS });
  t.match(text, /half$/);
  t.match(gateway.faults[0], { code: 'body-timeout' });
});

t.test('a port nobody listens on: 502, and the pool recovers', async t => {
  const gone = await rawOrigin(() => {});
  await gone.stop();
  const gateway = await Gateway.start({ upstream: gone.origin });
  t.teardown(() => gateway.stop());
  for (let i = 0; i < 3; i++)
    t.match(await exchange(gateway.port, GET), /^HTTP\/1\.1 502 [\s\S]*connect-refused/);
  t.equal(gateway.forwarder.active, 0);
});

t.test('a name that does not resolve', async t => {
  const gateway = await Gateway.start({ upstream: 'http://nowhere.invalid' });
  t.teardown(() => gateway.stop());
  t.match(await exchange(gateway.port, GET), /^HTTP\/1\.1 502 [\s\S]*dns/);
});

t.test('a stale kept-alive connection: a GET is sent once more, a POST is not', async t => {
  let requests = 0;
  const raw = await rawOrigin(socket => {
    let first = true;
    socket.on('data', () => {
      requests++;
      if (first) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      else socket.resetAndDestroy();
      first = false;
    });
  });
  const gateway = await Gateway.start({ upstream: raw.origin, forwarder: { connections: 1 } });
  t.teardown(async () => {
    await gateway.stop();
    await raw.stop();
  });
  t.match(await exchange(gateway.port, GET), /ok$/);
  t.match(await exchange(gateway.port, GET), /ok$/, 'sent again on a fresh connection');
  t.equal(requests, 3);
  const post = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
  t.match(await exchange(gateway.port, post), /^HTTP\/1\.1 502 /);
  t.equal(requests, 4);
});

t.test('a full pool: 503 for more than may wait', async t => {
  const origin = await httpOrigin(() => {});
  const gateway = await Gateway.start({ upstream: origin.origin, forwarder: { connections: 1, queue: 1 } });
  t.teardown(async () => {
    await gateway.stop();
    await origin.stop();
  });
  const clients = [new RawClient(gateway.port).send(GET), new RawClient(gateway.port).send(GET)];
  while (gateway.forwarder.active < 2) await new Promise(setImmediate);
  t.match(await exchange(gateway.port, GET), /^HTTP\/1\.1 503 [\s\S]*pool-full/);
  for (const client of clients) client.socket.destroy();
  while (gateway.forwarder.active > 0) await new Promise(setImmediate);
  t.pass('clients that left make room, waiting ones too');
});

t.test('a client that leaves takes its upstream request with it, while uploading as well', async t => {
  let closed = 0;
  const origin = await httpOrigin((req, res) => {
    res.on('close', () => closed++);
    res.on('error', () => {});
    req.on('error', () => {});
  });
  const gateway = await Gateway.start({ upstream: origin.origin });
  t.teardown(async () => {
    await gateway.stop();
    await origin.stop();
  });
  const upload = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx';
  for (const request of [GET, upload]) {
    closed = 0;
    const client = new RawClient(gateway.port).send(request);
    while (gateway.forwarder.active === 0) await new Promise(setImmediate);
    await new Promise(resolve => setTimeout(resolve, 50));
    client.socket.destroy();
    while (gateway.forwarder.active > 0 || closed === 0) await new Promise(setImmediate);
  }
  t.same(gateway.ends, ['aborted', 'aborted']);
});

t.test('a client that leaves takes the pipelined requests behind the first with it', async t => {
  const origin = await httpOrigin((req, res) => {
    if (req.url === '/large') res.end(Buffer.alloc(10_000_000));
  });
  const gateway = await Gateway.start({ upstream: origin.origin });
  t.teardown(async () => {
    await gateway.stop();
    await origin.stop();
  });
  const large = 'GET /large HTTP/1.1\r\nHost: a\r\n\r\n';
  const client = new RawClient(gateway.port).send(`GET /hangs HTTP/1.1\r\nHost: a\r\n\r\n${large}${large}`);
  while (gateway.forwarder.active < 3) await new Promise(setImmediate);
  await new Promise(resolve => setTimeout(resolve, 100));
  client.socket.destroy();
  while (gateway.forwarder.active > 0) await new Promise(setImmediate);
  t.same(gateway.ends, ['aborted', 'aborted', 'aborted']);
});
