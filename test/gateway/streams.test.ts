import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { order } from '../../src/cli/control-client.js';
import { proxyHeader } from '../../src/stream/index.js';
import { JAPAN, TestGateway, until } from '../support/gateway.js';

/** A TCP server that sends back what it gets, and goes on after the client's end until it has said `bye`. */
async function startEcho(t: Test): Promise<{ port: number; sockets: Socket[]; received: () => string }> {
  const sockets: Socket[] = [];
  let text = '';
  const server = createServer({ allowHalfOpen: true }, socket => {
    sockets.push(socket);
    socket
      .on('error', () => {})
      .on('data', chunk => {
        text += chunk.toString('latin1');
        socket.write(chunk);
      });
    socket.on('end', () => setTimeout(() => socket.end('bye'), 20));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets, received: () => text };
}

const TOP = 'trustedProxies: [127.0.0.9]\nlists: { office: { cidrs: [127.0.0.2, 133.11.0.0/16] } }\n';

function start(t: Test, stream: string, more = ''): Promise<TestGateway> {
  return TestGateway.start(t, {
    more: `${TOP}${more}streams:\n  - { name: db, listen: 127.0.0.1:0, ${stream} }`,
  });
}

const portOf = (gateway: TestGateway): number => gateway.gateway.streamAddresses.get('db')?.[0].port ?? 0;

/** Opens from an address, sends, ends, and gives what came back; null when it was closed or reset. */
async function talk(port: number, localAddress: string, bytes: string | Buffer): Promise<string | null> {
  const socket = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true });
  let text = '';
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  socket.end(bytes);
  await new Promise(resolve => socket.once('close', resolve));
  return text === '' ? null : text;
}

t.test('the gate by address; bytes pass in both directions, each end closes by itself', async t => {
  const echo = await startEcho(t);
  const gateway = await start(t, `upstream: '127.0.0.1:${echo.port}', gate: { only: [office] }`);
  const port = portOf(gateway);
  t.equal(
    await talk(port, '127.0.0.2', 'hello'),
    'hellobye',
    'what comes behind the end of the client arrives',
  );
  t.equal(await talk(port, '127.0.0.3', 'hello'), null);
  t.equal(echo.received(), 'hello', 'nothing of who was refused');
  const big = Buffer.alloc(8_000_000, 'x');
  t.equal((await talk(port, '127.0.0.2', big))?.length, 8_000_003);
  t.equal(
    await gateway.metric('sekisho_stream_connections_total', { stream: 'db', outcome: 'forwarded' }),
    2,
  );
  t.equal(await gateway.metric('sekisho_stream_connections_total', { stream: 'db', outcome: 'refused' }), 1);
  t.equal(await gateway.metric('sekisho_stream_bytes_total', { stream: 'db', direction: 'in' }), 8_000_005);
  t.ok(
    await gateway.auditText(
      /"event":"stream","stream":"db","client":"127\.0\.0\.3","port":\d+,"outcome":"refused","reason":"only","by":"office"/,
    ),
  );
});

t.test('closed to everyone, until break-glass; a reload and a ban cut what is open', async t => {
  const echo = await startEcho(t);
  const upstream = `upstream: '127.0.0.1:${echo.port}'`;
  const gateway = await start(t, `${upstream}, gate: { deny: all }`);
  const port = portOf(gateway);
  const socket = gateway.folder.file('sekisho-state/control.sock');
  const call = (path: string, body: Record<string, unknown>) =>
    order({ config: '', socket }, 'POST', path, body);
  t.equal(await talk(port, '127.0.0.2', 'hello'), null);
  await call('/openings', { address: '127.0.0.2', site: 'stream:db', seconds: 60 });
  t.equal(await talk(port, '127.0.0.2', 'hello'), 'hellobye');
  t.equal(await talk(port, '127.0.0.3', 'hello'), null);
  const more = (gate: string): string =>
    `${TOP}streams:\n  - { name: db, listen: 127.0.0.1:0, ${upstream}, gate: ${gate} }`;
  t.ok(gateway.reload({ more: more('{ deny: [127.0.0.77] }') }));
  const open = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.3' });
  t.teardown(() => open.destroy());
  open.on('error', () => {}).write('x');
  await once(open, 'data');
  t.ok(gateway.reload({ more: more('{ deny: [127.0.0.3] }') }));
  await new Promise(resolve => open.once('close', resolve));
  t.equal(await talk(port, '127.0.0.4', 'hello'), 'hellobye');
});

t.test('the PROXY protocol: from trusted proxies, and to the upstream', async t => {
  const echo = await startEcho(t);
  const gateway = await start(
    t,
    `upstream: '127.0.0.1:${echo.port}', gate: { only: [office] }, acceptProxyProtocol: true, proxyProtocol: v1`,
  );
  const port = portOf(gateway);
  for (const version of ['v1', 'v2'] as const) {
    const from = { address: JAPAN, port: 4711 };
    const header = proxyHeader(version, from, { address: '192.0.2.1', port: 3306 });
    const answer = await talk(port, '127.0.0.9', Buffer.concat([header, Buffer.from('hello')]));
    t.equal(answer, `PROXY TCP4 ${JAPAN} 127.0.0.1 4711 ${port}\r\nhellobye`);
    const other = proxyHeader(version, { address: '8.8.8.8', port: 1 }, { address: '192.0.2.1', port: 2 });
    t.equal(await talk(port, '127.0.0.9', other), null, 'the address in the header is judged');
  }
  t.equal(await talk(port, '127.0.0.9', 'hello, no header'), null);
  t.equal(await talk(port, '127.0.0.9', 'PROXY TCP4 010.1.2.3 192.0.2.1 1 2\r\n'), null, 'not an address');
  const spoofed = await talk(port, '127.0.0.2', `PROXY TCP4 8.8.8.8 192.0.2.1 1 2\r\n`);
  t.match(spoofed, /^PROXY TCP4 127\.0\.0\.2 .*\r\nPROXY TCP4 8\.8\.8\.8/, 'from others it is data');
});

t.test('limits: idle time, connections, and an upstream that is not there', async t => {
  const echo = await startEcho(t);
  const gateway = await start(
    t,
    `upstream: '127.0.0.1:${echo.port}', gate: { only: [127.0.0.0/8] }, idleTimeout: 1s, connections: 2, connectionsPerAddress: 1`,
    '',
  );
  const port = portOf(gateway);
  const idle = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  idle.on('error', () => {});
  await new Promise(resolve => idle.once('close', resolve));
  await until(async () => (await gateway.metric('sekisho_stream_connections', { stream: 'db' })) === 0);
  const open = ['127.0.0.3', '127.0.0.4'].map(localAddress =>
    connect({ port, host: '127.0.0.1', localAddress }),
  );
  for (const socket of open) socket.on('error', () => {});
  t.teardown(() => {
    for (const socket of open) socket.destroy();
  });
  const busy = setInterval(() => open.forEach(socket => void socket.write('.')), 20);
  t.teardown(() => clearInterval(busy));
  for (const socket of open) await once(socket, 'data');
  t.equal(await talk(port, '127.0.0.5', 'hello'), null, 'the third');
  clearInterval(busy);
  open[1].destroy();
  await until(async () => (await gateway.metric('sekisho_stream_connections', { stream: 'db' })) < 2);
  const gone = await start(t, `upstream: '127.0.0.1:1', gate: { only: [127.0.0.0/8] }`);
  t.equal(await talk(portOf(gone), '127.0.0.2', 'hello'), null);
  t.equal(await gone.metric('sekisho_stream_connections_total', { stream: 'db', outcome: 'failed' }), 1);
});
