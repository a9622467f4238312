import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createServer as createSecureServer } from 'node:tls';
import t, { type Test } from 'tap';
import { SyslogWriter } from '../../src/observe/syslog.js';
import { SyslogFrames } from '../../src/observe/syslog-frame.js';
import { makeCertificate } from '../support/certificates.js';
import { TempFolder } from '../support/folder.js';
import { TestGateway, until } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

/** RFC 5424 section 6: PRI VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID, no structured data, the message. */
const FORM = /^<(\d+)>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([!-~]+) sekisho (\d+) audit - (.*)$/s;

/** A receiver over a stream that reads counted messages (RFC 6587 section 3.4.1). */
class Receiver {
  readonly messages: string[] = [];
  readonly sockets: Socket[] = [];
  #rest = Buffer.alloc(0);

  constructor(readonly server: Server) {}

  take(socket: Socket): void {
    this.sockets.push(socket);
    this.#rest = Buffer.alloc(0);
    socket.on('error', () => {}).on('data', chunk => this.#read(chunk));
  }

  async listen(t: Test, port = 0): Promise<number> {
    await new Promise<void>(resolve => this.server.listen(port, '127.0.0.1', resolve));
    t.teardown(() => this.stop());
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    for (const socket of this.sockets.splice(0)) socket.destroy();
    this.server.close();
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const blank = this.#rest.indexOf(' ');
      const length = Number(this.#rest.toString('latin1', 0, Math.max(0, blank)));
      const end = blank + 1 + length;
      if (blank < 1 || this.#rest.length < end) return;
      this.messages.push(this.#rest.toString('utf8', blank + 1, end));
      this.#rest = this.#rest.subarray(end);
    }
  }
}

function plainReceiver(): Receiver {
  const receiver: Receiver = new Receiver(createServer(socket => receiver.take(socket)));
  return receiver;
}

t.test('a message has the header of RFC 5424, and the line as it is', async t => {
  const frames = new SyslogFrames('audit', 'gate way\n.example', 4711, 'audit');
  const message = frames.message('{"a":"関所"}', Date.UTC(2026, 0, 2, 3, 4, 5, 6)).toString('utf8');
  t.equal(message, '<109>1 2026-01-02T03:04:05.006Z gateway.example sekisho 4711 audit - {"a":"関所"}');
  const framed = frames.framed('{"a":"関所"}', Date.UTC(2026, 0, 2, 3, 4, 5, 6));
  t.equal(framed.toString('utf8'), `${Buffer.byteLength(message)} ${message}`, 'counted in bytes');
  t.match(
    new SyslogFrames('local7', '', 1, 'audit').message('').toString(),
    /^<189>1 \S+ - sekisho 1 audit - $/,
  );
});

t.test('over UDP, a message a datagram; one that is too long is counted', async t => {
  const socket = createSocket('udp4');
  const messages: string[] = [];
  socket.on('message', bytes => messages.push(bytes.toString('utf8')));
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
  t.teardown(() => socket.close());
  const errors: Error[] = [];
  const target = {
    protocol: 'udp',
    host: '127.0.0.1',
    port: socket.address().port,
    facility: 'local0',
  } as const;
  const writer = new SyslogWriter(target, 'audit', error => errors.push(error));
  writer.write('{"n":1}');
  writer.write('x'.repeat(70_000));
  await until(() => messages.length === 1);
  const [, priority, , host, pid, text] = FORM.exec(messages[0]) ?? [];
  t.strictSame([priority, host, pid, text], ['133', hostname(), String(process.pid), '{"n":1}']);
  await writer.close();
  t.equal(writer.dropped, 1);
  t.match(errors, [{ code: 'EMSGSIZE' }]);
  writer.write('late');
  t.equal(writer.dropped, 2);
});

t.test('over TCP: what is written while the receiver is away waits, and comes in order', async t => {
  const first = plainReceiver();
  const port = await first.listen(t);
  const target = { protocol: 'tcp', host: '127.0.0.1', port, facility: 'local0' } as const;
  const writer = new SyslogWriter(target, 'audit');
  writer.write('one');
  writer.write('two\nlines');
  await until(() => first.messages.length === 2);
  t.match(first.messages, [/ - one$/, / - two\nlines$/]);
  first.stop();
  await once(first.server, 'close');
  // The writer learns of it a moment later; what it writes from then on waits.
  await new Promise(resolve => setTimeout(resolve, 100));
  for (let i = 0; i < 100; i++) writer.write(`again ${i}`);
  const second = plainReceiver();
  await second.listen(t, port);
  await until(() => second.messages.length === 100);
  t.strictSame(
    second.messages.map(text => FORM.exec(text)?.[5]),
    Array.from({ length: 100 }, (_, i) => `again ${i}`),
  );
  writer.write('last');
  await writer.close();
  await until(() => second.messages.length === 101);
  t.equal(writer.dropped, 0);
});

t.test('a receiver that takes nothing, or is not there, costs messages, counted, and no memory', async t => {
  const stuck = plainReceiver();
  const port = await stuck.listen(t);
  stuck.server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    stuck.sockets.push(socket.pause());
  });
  const errors: Error[] = [];
  const closed = plainReceiver();
  const nobody = await closed.listen(t);
  closed.stop();
  const line = 'z'.repeat(1_000);
  for (const to of [port, nobody]) {
    const target = { protocol: 'tcp', host: '127.0.0.1', port: to, facility: 'local0' } as const;
    const writer = new SyslogWriter(target, 'audit', error => errors.push(error));
    for (let i = 0; i < 20_000; i++) {
      writer.write(line);
      if (i % 500 === 0) await new Promise(resolve => setTimeout(resolve, 1));
    }
    t.ok(writer.dropped > 1_000, `${writer.dropped} of 20000 dropped`);
    t.ok(writer.dropped < 20_000, 'some wait');
    await writer.close();
  }
  t.match(errors, [{ code: 'ECONNREFUSED' }], 'told once a minute');
});

t.test('over TLS, to a receiver that is verified', async t => {
  const folder = new TempFolder(t);
  makeCertificate(folder, 'logs', ['localhost']);
  const [cert, key] = ['pem', 'key'].map(kind => readFileSync(folder.file(`tls/logs.${kind}`)));
  const receiver: Receiver = new Receiver(createSecureServer({ cert, key }, socket => receiver.take(socket)));
  const port = await receiver.listen(t);
  receiver.server.on('tlsClientError', () => {});
  const target = { protocol: 'tls', host: 'localhost', port, facility: 'local0' };
  const script = `
    import { SyslogWriter } from ${JSON.stringify(join(import.meta.dirname, '../../src/observe/syslog.ts'))};
    const writer = new SyslogWriter(${JSON.stringify(target)}, 'audit', error => process.stderr.write(error.code));
    writer.write('over TLS');
    await writer.close();
    process.stdout.write(String(writer.dropped));
  `;
  const run = async (authority: Record<string, string>): Promise<{ out: string; err: string }> => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const args = [`--import=${import.meta.resolve('tsx')}`, '--input-type=module', '-e', script];
    const child = spawn(process.execPath, args, { env: { ...env, ...authority } });
    const told = { out: '', err: '' };
    child.stdout.on('data', chunk => {
      told.out += chunk;
    });
    child.stderr.on('data', chunk => {
      told.err += chunk;
    });
    await once(child, 'close');
    return told;
  };
  t.match(await run({}), { out: '1', err: /SELF_SIGNED/ }, 'nothing goes to whoever cannot be verified');
  t.equal(receiver.messages.length, 0);
  t.match(await run({ NODE_EXTRA_CA_CERTS: folder.file('tls/logs.pem') }), { out: '0', err: '' });
  await until(() => receiver.messages.length === 1);
});

t.test('audit.syslog: audit lines of a gateway, without a file', async t => {
  const receiver = plainReceiver();
  const port = await receiver.listen(t);
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, {
    upstream: origin.url,
    audit: `{ syslog: { to: "tcp://127.0.0.1:${port}", facility: authpriv } }`,
  });
  await askOnce(gateway.port, request('GET /fine'));
  await askOnce(gateway.port, request('GET /?q=attack'));
  await until(() => receiver.messages.length === 1);
  const [, priority, , , , text] = FORM.exec(receiver.messages[0]) ?? [];
  t.equal(priority, '85');
  t.match(JSON.parse(text), { request: { uri: '/?q=attack' }, verdict: 'block' });
  t.equal(await gateway.metric('sekisho_log_dropped_total', { log: 'syslog' }), 0);
});
