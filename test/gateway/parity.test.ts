import { type AddressInfo, connect, createServer } from 'node:net';
import t, { type Test } from 'tap';
import { order } from '../../src/cli/control-client.js';
import { TestGateway } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';

/** Gates, and who of 127.0.0.2, .3 and .4 may come in. Break-glass lets .4 in everywhere in the last of them. */
const CASES: readonly (readonly [gate: string, admitted: string])[] = [
  ['{ deny: [127.0.0.3] }', '2 4'],
  ['{ deny: [bad], allow: [127.0.0.2] }', '2 4'],
  ['{ only: [office] }', '2'],
  ['{ only: [office], allow: [127.0.0.4] }', '2 4'],
  ['{ deny: all, allow: [office] }', '2'],
  ['closed', ''],
  ['{ preset: office-only }', '2'],
  ['{ countries: { only: [JP], loopback: deny } }', ''],
  ['{ countries: { only: [JP], loopback: allow } }', '2 3 4'],
  ['{ domestic: JP, deny: [127.0.0.2/31] }', '4'],
];

async function startSink(t: Test): Promise<number> {
  const server = createServer(socket => void socket.on('error', () => {}).end('in'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Sends from an address, and gives what came back until the end, or its first line. */
async function first(port: number, localAddress: string, text: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => {});
  let answer = '';
  socket.on('data', chunk => {
    answer += chunk.toString('latin1');
    if (answer.includes('\r\n')) socket.destroy();
  });
  if (text !== '') socket.write(text);
  await new Promise(resolve => socket.once('close', resolve));
  return answer.split('\r\n')[0];
}

const HANDSHAKE = `GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

t.test('HTTP, WebSocket, the admin listener and streams: one verdict', async t => {
  const origin = await WireOrigin.start(t, ({ fields }) =>
    fields.some(([name]) => name.toLowerCase() === 'upgrade')
      ? 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n'
      : ok(),
  );
  const sink = await startSink(t);
  const setup = (gate: string) => ({
    upstream: origin.url,
    more: `lists: { office: { cidrs: [127.0.0.2] }, bad: { cidrs: [127.0.0.2/31] } }
admin: { gate: ${gate} }
streams: [{ name: s, listen: 127.0.0.1:0, upstream: '127.0.0.1:${sink}', gate: ${gate} }]`,
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: ${gate} }`,
  });
  const gateway = await TestGateway.start(t, setup(CASES[0][0]));
  const stream = gateway.gateway.streamAddresses.get('s')?.[0].port ?? 0;
  const listeners: Readonly<Record<string, (address: string) => Promise<boolean>>> = {
    http: async from =>
      (await first(gateway.port, from, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).includes(' 200 '),
    websocket: async from => (await first(gateway.port, from, HANDSHAKE)).includes(' 101 '),
    admin: async from =>
      (await first(gateway.adminPort, from, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')).includes(
        ' 200 ',
      ),
    stream: async from => (await first(stream, from, '')) === 'in',
  };
  const expectEverywhere = async (admitted: string, what: string): Promise<void> => {
    for (const [name, asks] of Object.entries(listeners)) {
      const found = [];
      for (const last of [2, 3, 4]) if (await asks(`127.0.0.${last}`)) found.push(last);
      t.equal(found.join(' '), admitted, `${name}: ${what}`);
    }
  };
  for (const [gate, admitted] of CASES) {
    t.ok(gateway.reload(setup(gate)));
    await expectEverywhere(admitted, gate);
  }
  t.ok(gateway.reload(setup('closed')));
  const socket = gateway.folder.file('sekisho-state/control.sock');
  await order({ config: '', socket }, 'POST', '/openings', { address: '127.0.0.4', seconds: 600 });
  await expectEverywhere('4', 'break-glass');
});
