import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { WebSocket, WebSocketServer } from 'ws';
import { AMERICA, JAPAN, type Setup, TestGateway, until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { request, WireClient } from '../support/wire.js';

/** An origin that sends every message back; a message `bye` closes. */
async function echoOrigin(t: Test): Promise<{ url: string; server: WebSocketServer }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: 64 * 1024 * 1024 });
  await once(server, 'listening');
  server.on('connection', socket => {
    socket.on('error', () => {});
    socket.on('message', (data, isBinary) => {
      if (data.toString() === 'bye') socket.close(4001, 'as you wish');
      else socket.send(data, { binary: isBinary });
    });
  });
  t.teardown(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, server };
}

async function start(t: Test, setup: Setup): Promise<TestGateway> {
  return TestGateway.start(t, { more: 'trustedProxies: [127.0.0.1]', ...setup });
}

function open(t: Test, gateway: TestGateway, path: string, headers: Record<string, string> = {}): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`, {
    headers: { Host: 'www.example.jp', ...headers },
    maxPayload: 64 * 1024 * 1024,
  });
  socket.on('error', () => {});
  t.teardown(() => socket.terminate());
  return socket;
}

/** @returns the status that a handshake was answered with instead of 101 */
async function refused(socket: WebSocket): Promise<number> {
  const [, response] = await once(socket, 'unexpected-response');
  return response.statusCode;
}

t.test('messages pass both ways, of every size, text and binary, and are counted as uninspected', async t => {
  const origin = await echoOrigin(t);
  const gateway = await start(t, { upstream: origin.url });
  const socket = open(t, gateway, '/socket?room=1', { 'X-Own': 'kept' });
  const requests: string[] = [];
  origin.server.on('connection', (_, req) =>
    requests.push(`${req.method} ${req.url} ${req.headers['x-own']}`),
  );
  await once(socket, 'open');
  // The client is accepted before the upstream is asked.
  await until(() => requests.length > 0);
  t.strictSame(requests, ['GET /socket?room=1 kept']);
  for (const size of [0, 1, 125, 126, 65_535, 65_536, 1_048_576, 8_000_000]) {
    const message = randomBytes(size);
    socket.send(message);
    const [echoed, isBinary] = await once(socket, 'message');
    t.ok(isBinary && message.equals(echoed), `${size} bytes`);
  }
  socket.send('関所 attack');
  const [text, isBinary] = await once(socket, 'message');
  t.notOk(isBinary);
  t.equal(text.toString(), '関所 attack', 'what is in a message is not judged');
  socket.send('bye');
  const [code, reason] = await once(socket, 'close');
  t.equal(code, 4001);
  t.equal(reason.toString(), 'as you wish');
  const [line] = await gateway.audit(1);
  t.match(line, { outcome: 'forwarded', response: { status: 101 }, uninspected: ['websocket'] });
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'websocket' }), 1);
  const bytes = await gateway.metric('sekisho_uninspected_bytes_total', { reason: 'websocket' });
  t.ok(bytes > 9_000_000, `${bytes} bytes`);
});

t.test('a message over the limit closes that WebSocket alone', async t => {
  const origin = await echoOrigin(t);
  const gateway = await start(t, { upstream: origin.url });
  const [big, small] = [open(t, gateway, '/big'), open(t, gateway, '/small')];
  await Promise.all([once(big, 'open'), once(small, 'open')]);
  big.send(Buffer.alloc(17 * 1024 * 1024));
  const [code] = await once(big, 'close');
  t.ok(code === 1009 || code === 1006, `closed with ${code}`);
  small.send('still here');
  t.equal((await once(small, 'message'))[0].toString(), 'still here');
});

t.test('handshakes are judged: by the gate, by rules on query, headers and cookies', async t => {
  const origin = await echoOrigin(t);
  let connections = 0;
  origin.server.on('connection', () => connections++);
  const sites = `- hosts: [www.example.jp]
  upstream: UPSTREAM
  gate: { countries: { only: [JP] }, paths: [{ match: /admin/, deny: all }] }`;
  const gateway = await start(t, { upstream: origin.url, sites });
  const from = { 'X-Forwarded-For': JAPAN };
  t.equal(await refused(open(t, gateway, '/', { 'X-Forwarded-For': AMERICA })), 403, 'by country');
  t.equal(await refused(open(t, gateway, '/ADMIN/socket', from)), 403, 'by path');
  t.equal(await refused(open(t, gateway, '/?q=at%74ack', from)), 403, 'by a rule on the query');
  t.equal(
    await refused(open(t, gateway, '/', { ...from, 'X-Test': 'attack' })),
    403,
    'by a rule on a header',
  );
  t.equal(await refused(open(t, gateway, '/', { Host: 'other.example' })), 421, 'by Host');
  t.equal(
    await refused(open(t, gateway, '/', { 'X-Forwarded-For': 'nonsense' })),
    400,
    'by an unreadable address',
  );
  t.equal(connections, 0, 'none of them reached the origin');
  await once(open(t, gateway, '/', from), 'open');
  await until(() => connections === 1);
  const lines = await gateway.audit(6);
  t.strictSame(lines.map(({ response }) => response.status).sort(), [400, 403, 403, 403, 403, 421]);
});

t.test('a WebSocket that the upstream refuses: a close for the client, a failure in the record', async t => {
  const plain = await WireOrigin.start(t, () => ok('plain'));
  const silent = await WireOrigin.start(t, ({ socket }) => {
    socket.destroy();
    return null;
  });
  for (const [upstream, code] of [
    [plain.url, 'upgrade-refused'],
    ['http://127.0.0.1:1', 'connect-refused'],
    [silent.url, 'reset'],
  ]) {
    const gateway = await start(t, { upstream });
    const socket = open(t, gateway, '/');
    const [closed] = await once(socket, 'close');
    t.ok(closed >= 1006, `${code}: closed with ${closed}`);
    const [line] = await gateway.audit(1);
    t.match(line, {
      outcome: 'failed',
      response: { status: 101 },
      uninspected: [],
      faults: [{ source: 'upstream', code }],
    });
    t.equal(await gateway.metric('sekisho_faults_total', { source: 'upstream', code }), 1);
    t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'websocket' }), 0);
  }
});

t.test('the connection of an upstream that refused a WebSocket is closed', async t => {
  const origin = await WireOrigin.start(t, () => ok('plain'));
  const gateway = await start(t, { upstream: origin.url });
  await once(open(t, gateway, '/'), 'close');
  await until(() => origin.last?.socket.destroyed);
  t.pass('although it would have kept it alive');
});

t.test('a handshake that the plugin refuses is recorded as refused', async t => {
  const origin = await echoOrigin(t);
  const gateway = await start(t, { upstream: origin.url });
  const handshake = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
  const client = WireClient.open(gateway.port);
  client.send(request('GET /%zz', [...handshake, 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']));
  t.equal((await client.response()).status, 400);
  client.close();
  const [line] = await gateway.audit(1);
  t.match(line, { outcome: 'rejected', response: { status: 400 }, faults: [{ code: 'not-forwardable' }] });
});

t.test('a WebSocket outlives a reload that changes its upstream', async t => {
  const [old, fresh] = [await echoOrigin(t), await echoOrigin(t)];
  const gateway = await start(t, { upstream: old.url });
  const socket = open(t, gateway, '/');
  await once(socket, 'open');
  t.equal(await gateway.reload({ upstream: fresh.url }), true);
  socket.send('after');
  t.equal((await once(socket, 'message'))[0].toString(), 'after');
  await once(open(t, gateway, '/'), 'open');
  await until(() => fresh.server.clients.size === 1);
  t.equal(old.server.clients.size, 1);
});

t.test('server-sent events arrive one by one', async t => {
  let say: (text: string) => void = () => {};
  const origin = await WireOrigin.start(t, ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n');
    say = text => socket.write(`${text.length.toString(16)}\r\n${text}\r\n`);
    return null;
  });
  const gateway = await start(t, { upstream: origin.url });
  const client = WireClient.open(gateway.port).send(request('GET /events', ['Accept: text/event-stream']));
  const head = await client.incoming.through('\r\n\r\n');
  t.match(head?.toString(), /^HTTP\/1\.1 200/, 'the head comes before the first event');
  for (let i = 0; i < 5; i++) {
    say(`data: ${i}\n\n`);
    const event = await client.incoming.through(`data: ${i}\n\n`);
    t.ok(event, `event ${i} comes while the next one has not been sent`);
  }
  client.close();
  await gateway.audit(1);
});

t.test('a big download passes, and waits for a client that does not read', async t => {
  const SIZE = 200 * 1024 * 1024;
  const chunk = Buffer.alloc(1024 * 1024, 'd');
  let written = 0;
  const origin = await WireOrigin.start(t, async ({ socket }) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${SIZE}\r\n\r\n`);
    while (written < SIZE && !socket.destroyed) {
      written += chunk.length;
      if (!socket.write(chunk)) await once(socket, 'drain');
    }
    return null;
  });
  const gateway = await start(t, { upstream: origin.url });
  const client = WireClient.open(gateway.port);
  client.send(request('GET /big'));
  await client.incoming.through('\r\n\r\n');
  client.socket.pause();
  // Whatever the kernel and both sides hold has filled when nothing more is written for a while.
  let before = -1;
  await until(async () => {
    const still = written === before;
    before = written;
    await new Promise(resolve => setTimeout(resolve, 200));
    return still && written === before;
  });
  t.ok(written < SIZE / 2, `${written} bytes are under way to a client that does not read`);
  let received = 0;
  client.socket.removeAllListeners('data');
  client.socket.on('data', (bytes: Buffer) => {
    received += bytes.length;
  });
  client.socket.resume();
  await until(() => received >= SIZE - chunk.length);
  client.close();
  const [line] = await gateway.audit(1);
  t.equal(line.response.status, 200);
});
