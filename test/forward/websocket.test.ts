import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { WebSocket, WebSocketServer } from 'ws';
import { exchange, Gateway } from './harness.js';

const requests: IncomingMessage[] = [];
const http = createServer((_, res) => res.writeHead(404).end());
const server = new WebSocketServer({
  noServer: true,
  handleProtocols: protocols => [...protocols][0] ?? false,
});
http.on('upgrade', (req, socket, head) => {
  if (req.url === '/refuse') {
    socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  server.handleUpgrade(req, socket, head, ws => {
    requests.push(req);
    ws.on('message', (data, binary) => {
      if (String(data) === 'close') ws.close(4001, 'bye');
      else ws.send(data, { binary });
    });
    ws.on('close', (code, reason) => closes.push(`${code} ${reason}`));
  });
});
const closes: string[] = [];
await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
const gateway = await Gateway.start({
  upstream: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
  judge: head => (head.target.startsWith('/no') ? 403 : null),
});
t.teardown(async () => {
  await gateway.stop();
  for (const client of server.clients) client.terminate();
  http.closeAllConnections();
  await new Promise<void>(resolve => http.close(() => resolve()));
});

async function open(path: string, protocols: string[] = [], options = {}): Promise<WebSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`, protocols, options);
  await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
  return ws;
}

function closed(ws: WebSocket): Promise<string> {
  return new Promise(resolve => ws.once('close', (code, reason) => resolve(`${code} ${reason}`)));
}

function echo(ws: WebSocket, data: string | Buffer): Promise<unknown> {
  return new Promise(resolve => {
    ws.once('message', resolve);
    ws.send(data);
  });
}

t.test('messages, headers and subprotocol pass; so do close codes, both ways', async t => {
  const ws = await open('/chat?x=1', ['chat.v1', 'chat.v2'], {
    headers: { Cookie: 'a=1', Origin: 'https://o', 'X-Forwarded-For': '6.6.6.6', Host: 'site.example' },
  });
  t.equal(ws.protocol, 'chat.v1');
  t.equal(String(await echo(ws, 'h\u3042')), 'h\u3042');
  t.same(await echo(ws, Buffer.from([0, 255])), Buffer.from([0, 255]));
  const big = Buffer.alloc(3_000_000, 7);
  t.ok(big.equals((await echo(ws, big)) as Buffer));
  const { url, headers } = requests[0];
  t.equal(url, '/chat?x=1');
  t.match(headers, {
    cookie: 'a=1',
    origin: 'https://o',
    host: 'site.example',
    'x-forwarded-for': '127.0.0.1',
  });
  t.equal(gateway.carrier.connections, 1);
  const end = closed(ws);
  ws.send('close');
  t.equal(await end, '4001 bye');
  const other = await open('/');
  await echo(other, 'x');
  closes.length = 0;
  other.close(4002, 'mine');
  while (closes.length === 0) await new Promise(setImmediate);
  t.same(closes, ['4002 mine']);
});

t.test('a handshake that is refused is answered in HTTP and reaches no upstream', async t => {
  requests.length = 0;
  const ws = new WebSocket(`ws://127.0.0.1:${gateway.port}/no`);
  const status = await new Promise(resolve => {
    ws.once('unexpected-response', (_, res) => resolve([res.statusCode, res.headers['x-refused']]));
  });
  t.same(status, [403, 'yes']);
  t.same(requests, []);
  ws.on('error', () => {}).terminate();
});

t.test('an upstream that refuses the handshake: close code 1011', async t => {
  const ws = await open('/refuse');
  t.match(await closed(ws), /^1011 /);
});

t.test('a client that left while the upstream was connecting leaves no WebSocket behind', async t => {
  const before = server.clients.size;
  for (let i = 0; i < 5; i++) (await open('/')).terminate();
  while (gateway.carrier.connections > 0) await new Promise(setImmediate);
  let size = -1;
  while (size !== before) {
    size = server.clients.size;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  t.equal(size, before);
});

t.test('a message over the limit closes with 1009', async t => {
  const ws = await open('/');
  await echo(ws, 'x');
  ws.on('error', () => {});
  const end = closed(ws);
  ws.send(Buffer.alloc(17_000_000));
  t.match(await end, /^(1009|1006)/);
});

const HANDSHAKE = 'Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const REFUSED: readonly [what: string, request: string, status: number][] = [
  ['without a key', `GET / HTTP/1.1\r\n${HANDSHAKE}\r\n`, 400],
  ['with a body', `GET / HTTP/1.1\r\n${HANDSHAKE}${KEY}Content-Length: 3\r\n\r\nabc`, 400],
  ['two Hosts', `GET / HTTP/1.1\r\nHost: b\r\n${HANDSHAKE}${KEY}\r\n`, 400],
  ['a path no URL can have', `GET /%zz HTTP/1.1\r\n${HANDSHAKE}${KEY}\r\n`, 400],
  [
    'a POST is no handshake, it is answered as HTTP',
    `POST / HTTP/1.1\r\n${HANDSHAKE}${KEY}Content-Length: 0\r\n\r\n`,
    404,
  ],
];
for (const [what, request, status] of REFUSED) {
  t.test(`handshake ${what}: ${status}`, async t => {
    const end = request.startsWith('POST')
      ? request.replace('Connection: Upgrade', 'Connection: close, Upgrade')
      : request;
    t.match(await exchange(gateway.port, end), new RegExp(`^HTTP/1\\.1 ${status} `));
  });
}

t.test('back-pressure: a client that does not read stops the upstream WebSocket', async t => {
  const ws = await open('/');
  await echo(ws, 'x');
  const [upstream] = [...server.clients].slice(-1);
  ws.pause();
  const chunk = Buffer.alloc(65_536);
  for (let i = 0; i < 1_600; i++) upstream.send(chunk);
  let before = -1;
  while (upstream.bufferedAmount !== before) {
    before = upstream.bufferedAmount;
    await new Promise(resolve => setTimeout(resolve, 300));
  }
  t.ok(upstream.bufferedAmount > 50 * 1_048_576, 'of 100 MiB most still waits at the origin');
  let got = 0;
  const all = new Promise<void>(resolve => {
    ws.on('message', () => {
      if (++got === 1_600) resolve();
    });
  });
  ws.resume();
  await all;
  t.equal(got, 1_600);
  ws.terminate();
});
