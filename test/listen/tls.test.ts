import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import t from 'tap';
import { type Certificate, openListeners } from '../../src/listen/index.js';
import { Gateway, httpOrigin } from '../forward/harness.js';
import { poolSettings } from '../support/pool.js';
import { needs } from '../support/programs.js';

const dir = mkdtempSync(join(tmpdir(), 'sekisho-tls-'));

function certificate(name: string, hosts: string[]): Certificate {
  const key = join(dir, `${name}.key`);
  const cert = join(dir, `${name}.pem`);
  const newKey = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:upstream.example,IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...newKey, '-keyout', key, '-out', cert, ...names], {
    stdio: 'ignore',
  });
  return { hosts, cert: readFileSync(cert), key: readFileSync(key) };
}

interface Seen {
  name: string;
  text: string;
}

/** Connects with SNI, sends one GET, and returns whose certificate came and what was answered. */
function visit(port: number, servername: string, options = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port, servername, rejectUnauthorized: false, ...options },
      () => {
        const name = socket.getPeerCertificate().subject.CN;
        let text = '';
        socket.on('data', chunk => {
          text += chunk;
        });
        socket.on('close', () => resolve({ name: String(name), text }));
        socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n');
      },
    );
    socket.on('error', reject);
  });
}

t.test('certificates are chosen by server name and can be replaced', needs('openssl'), async t => {
  const first = certificate('first', ['a.example']);
  const wildcard = certificate('wildcard', ['*.b.example']);
  const other = certificate('other', ['a.example']);
  const origin = await httpOrigin((req, res) => res.end(`proto ${req.headers['x-forwarded-proto']}`));
  const gateway = await Gateway.start({ upstream: origin.origin, certificates: [first, wildcard] });
  t.teardown(async () => {
    await gateway.stop();
    await origin.stop();
  });
  const { port } = gateway.listeners.addresses[1];
  for (const [serverName, name] of [
    ['a.example', 'first'],
    ['A.Example', 'first'],
    ['x.b.example', 'wildcard'],
    ['x.y.b.example', 'first'],
    ['b.example', 'first'],
    ['unknown.example', 'first'],
    ['', 'first'],
  ]) {
    const seen = await visit(port, serverName);
    t.equal(seen.name, name, serverName);
    t.match(seen.text, /^HTTP\/1\.1 200 [\s\S]*proto https$/);
  }
  t.throws(() => gateway.listeners.prepareCertificates([{ ...first, key: wildcard.key }]));
  t.equal((await visit(port, 'a.example')).name, 'first', 'an unusable set changes nothing');
  const swap = gateway.listeners.prepareCertificates([other]);
  t.equal(
    (await visit(port, 'a.example')).name,
    'first',
    'nothing changes before the rest of a reload is ready',
  );
  swap();
  t.equal((await visit(port, 'a.example')).name, 'other');
  t.equal((await visit(port, '')).name, 'other', 'without SNI as well');

  gateway.errors.length = 0;
  await t.rejects(
    visit(port, 'a.example', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }),
  );
  await t.rejects(visit(port, 'a.example', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' }));
  t.same(
    gateway.errors.map(({ code }) => code),
    ['tls-handshake', 'tls-handshake'],
  );
});

t.test('HTTPS without a certificate does not open', async t => {
  const handler = { request() {}, upgrade() {}, clientError() {} };
  const options = { http: [], https: [{ host: '127.0.0.1', port: 0 }] };
  await t.rejects(openListeners(options, handler), /no certificate for the HTTPS listeners/);
});

t.test(
  'an https upstream is verified, under its own name and not the visitor\u2019s Host',
  needs('openssl'),
  async t => {
    const upstreams = certificate('upstream', []);
    const { createServer } = await import('node:https');
    const names: (string | false | null)[] = [];
    const server = createServer({ cert: upstreams.cert, key: upstreams.key }, (req, res) => {
      names.push('servername' in req.socket ? (req.socket.servername as string | false) : null);
      res.end('secure');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    t.teardown(() => {
      server.closeAllConnections();
      server.close();
    });
    const upstream = `https://127.0.0.1:${port}`;
    const { exchange } = await import('../forward/harness.js');
    const request = 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
    for (const [tls, pattern] of [
      [undefined, /^HTTP\/1\.1 502 [\s\S]*tls$/],
      [{ ca: String(upstreams.cert), serverName: 'wrong.example' }, /^HTTP\/1\.1 502 [\s\S]*tls$/],
      [{ ca: String(upstreams.cert) }, /secure$/],
      [{ ca: String(upstreams.cert), serverName: 'upstream.example' }, /secure$/],
      [{ verify: false }, /secure$/],
    ] as const) {
      const gateway = await Gateway.start({
        upstream,
        forwarder: tls === undefined ? {} : { tls: { ...poolSettings(upstream).tls, ...tls } },
      });
      t.teardown(() => gateway.stop());
      t.match(await exchange(gateway.port, request), pattern);
    }
    t.same(names, [false, 'upstream.example', false]);
  },
);
