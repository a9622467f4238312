import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import t, { type Test } from 'tap';
import { WebSocket, WebSocketServer } from 'ws';
import { makeCertificate } from '../support/certificates.js';
import { TempFolder } from '../support/folder.js';
import { TEST_RULES, TestGateway, until } from '../support/gateway.js';
import { freePorts } from '../support/process.js';
import { needs } from '../support/programs.js';
import { askOnce, request } from '../support/wire.js';

interface SecureOrigin {
  readonly folder: TempFolder;
  readonly url: string;
  /** SNI of each connection, and the common name of the certificate it came with. */
  readonly seen: { readonly name: string | false | null; readonly client: string | undefined }[];
}

/** An https origin that asks for a certificate of `tls/gateway.pem`, and speaks WebSocket. */
async function secureOrigin(t: Test): Promise<SecureOrigin> {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  makeCertificate(folder, 'origin', ['inner.example']);
  makeCertificate(folder, 'gateway', ['gateway.example']);
  const seen: SecureOrigin['seen'] = [];
  const server = createHttps(
    {
      cert: folder.read('tls/origin.pem'),
      key: folder.read('tls/origin.key'),
      ca: folder.read('tls/gateway.pem'),
      requestCert: true,
      rejectUnauthorized: false,
    },
    (req, res) => res.end(`secure ${req.url}`),
  );
  server.on('secureConnection', (socket: TLSSocket) => {
    const client = socket.authorized ? String(socket.getPeerCertificate().subject?.CN) : undefined;
    seen.push({ name: (socket as TLSSocket & { servername: string | false }).servername, client });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', socket => socket.on('message', data => socket.send(`secure ${data}`)));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  });
  return { folder, seen, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function talk(port: number, text: string): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { Host: 'www.example.jp' } });
  return new Promise(resolve => {
    socket.on('open', () => socket.send(text));
    socket.on('message', data => {
      socket.close();
      resolve(String(data));
    });
    socket.on('error', error => resolve(error.message));
    socket.on('close', code => resolve(`closed ${code}`));
  });
}

t.test(
  'TLS to the upstream: verified against its own authority, by name, with a client certificate',
  needs('openssl'),
  async t => {
    const { folder, url, seen } = await secureOrigin(t);
    const tls = 'ca: tls/origin.pem, serverName: inner.example, cert: tls/gateway.pem, key: tls/gateway.key';
    const gateway = await TestGateway.startIn(t, folder, {
      sites: `- { hosts: ['*'], upstream: '${url}', upstreamTls: { ${tls} } }`,
    });
    t.equal((await askOnce(gateway.port, request('GET /a'))).text, 'secure /a');
    t.equal(await talk(gateway.port, 'hello'), 'secure hello', 'a WebSocket goes the same way');
    t.strictSame(seen, [
      { name: 'inner.example', client: 'gateway.example' },
      { name: 'inner.example', client: 'gateway.example' },
    ]);
  },
);

t.test(
  'TLS to the upstream: a certificate that does not hold is a 502, for WebSockets a close',
  needs('openssl'),
  async t => {
    const { folder, url } = await secureOrigin(t);
    for (const tls of ['serverName: inner.example', 'ca: tls/origin.pem, serverName: other.example']) {
      const gateway = await TestGateway.startIn(t, folder, {
        sites: `- { hosts: ['*'], upstream: '${url}', upstreamTls: { ${tls} } }`,
      });
      t.equal((await askOnce(gateway.port, request('GET /a'))).status, 502, tls);
      t.equal(await gateway.metric('sekisho_faults_total', { source: 'upstream', code: 'tls' }), 1);
      t.equal(await talk(gateway.port, 'hello'), 'closed 1011');
      t.equal(await gateway.metric('sekisho_upstream_failures_total', { upstream: url }), 2);
    }
  },
);

t.test('a Unix socket, also for WebSockets, beside a TCP upstream that is down', async t => {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  const path = folder.file('app.sock');
  const server = createHttp((req, res) => res.end(`local ${req.headers.host} ${req.url}`));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', socket => socket.on('message', data => socket.send(`local ${data}`)));
  await new Promise<void>(resolve => server.listen(path, resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const [dead] = await freePorts(1);
  const gateway = await TestGateway.startIn(t, folder, {
    sites: `- { hosts: ['*'], upstreams: ['http://127.0.0.1:${dead}', 'unix:${path}'], health: { failures: 1 } }`,
  });
  for (let i = 0; i < 3; i++)
    t.equal((await askOnce(gateway.port, request('GET /a'))).text, 'local www.example.jp /a');
  t.equal(await talk(gateway.port, 'hello'), 'local hello');
  await until(
    async () => (await gateway.metric('sekisho_upstream_active', { upstream: `unix:${path}` })) === 0,
  );
});

t.test('a WebSocket while no upstream can be asked is refused before it is one', async t => {
  const dead = (await freePorts(2)).map(port => `http://127.0.0.1:${port}`);
  const gateway = await TestGateway.start(t, {
    sites: `- { hosts: ['*'], upstreams: ${JSON.stringify(dead)}, health: { failures: 1, pause: 10m } }`,
  });
  for (let i = 0; i < 2; i++) await askOnce(gateway.port, request('GET /'));
  t.equal(await talk(gateway.port, 'hello'), 'Unexpected server response: 503');
});
