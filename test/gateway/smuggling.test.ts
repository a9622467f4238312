import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { TestGateway } from '../support/gateway.js';
import { Nginx } from '../support/nginx.js';
import { needs } from '../support/programs.js';
import { WireClient } from '../support/wire.js';
import { SMUGGLING, type SmugglingCase } from './smuggling-cases.js';

/**
 * The gateway and the server behind it never disagree on where a request ends. Behind it stand a Node server with a
 * lenient parser, which takes more for a request than the gateway may let through, and nginx before the same. Each case
 * is sent with a request behind it, to a site that inspects (bodies are held) and to one that does not (they are
 * streamed); what counts is what arrived at the origin.
 */
interface Seen {
  readonly line: string;
  readonly fields: readonly string[];
}

/** Records each request with its body, and what its parser could not make a request of. */
class Recorder {
  seen: Seen[] = [];
  errors: string[] = [];
  readonly server = createServer(
    { insecureHTTPParser: true, keepAliveTimeout: 60_000, requireHostHeader: false },
    (req, res) => this.#record(req, res),
  );

  static async start(t: Test): Promise<Recorder> {
    const recorder = new Recorder();
    const { server } = recorder;
    server.on('clientError', (error: Error, socket) => {
      if (!('code' in error) || error.code !== 'ECONNRESET') recorder.errors.push(error.message);
      socket.destroy();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(resolve));
    });
    return recorder;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  #record(req: IncomingMessage, res: ServerResponse): void {
    let body = '';
    req.setEncoding('latin1').on('data', (text: string) => {
      body += text;
    });
    req.on('end', () => {
      const fields: string[] = [];
      for (let i = 0; i < req.rawHeaders.length; i += 2)
        fields.push(`${req.rawHeaders[i].toLowerCase()}: ${req.rawHeaders[i + 1]}`);
      this.seen.push({ line: `${req.method} ${req.url} ${body}`, fields });
      res.end(req.url);
    });
  }
}

/** Everything that counts a refusal, by its code or reason. */
const COUNTERS: Readonly<Record<string, string>> = {
  sekisho_rejected_total: 'code',
  sekisho_faults_total: 'code',
  sekisho_verdicts_total: 'reason',
};

async function counts(gateway: TestGateway): Promise<Map<string, number>> {
  const counted = new Map<string, number>();
  for (const { name, labels, value } of (await gateway.metrics()).samples) {
    const label = COUNTERS[name];
    if (label !== undefined) counted.set(labels[label], (counted.get(labels[label]) ?? 0) + value);
  }
  return counted;
}

const NEXT = 'GET /next HTTP/1.1\r\nHost: www.example.jp\r\nConnection: close\r\n\r\n';

/** Statuses of all responses that came before the connection closed, in order. */
async function statuses(port: number, bytes: string): Promise<number[]> {
  const client = WireClient.open(port).send(bytes + NEXT);
  const found: number[] = [];
  for (let first = true; ; first = false) {
    const { status } = await client.response(first && bytes.startsWith('HEAD '));
    if (status === 0) return found;
    found.push(status);
  }
}

async function tryCase(
  t: Test,
  gateway: TestGateway,
  recorder: Recorder,
  one: SmugglingCase,
  streamed: boolean,
): Promise<void> {
  recorder.seen = [];
  recorder.errors = [];
  const before = one.refused === undefined ? new Map<string, number>() : await counts(gateway);
  const answers = await statuses(gateway.port, one.bytes);
  const expected = one.seen ?? [];
  const [status, code] = one.refused ?? [0, ''];
  const own = status === 0 ? [] : [status];
  const others = expected.map(() => 200);
  // A request that is refused for what it asks leaves its connection open: what stands behind it is answered.
  t.strictSame(
    answers,
    expected[0] === 'GET /next ' ? [...own, ...others] : [...others, ...own],
    'the answers',
  );
  // On a connection of the pool that the case may have left bytes on.
  const [alone] = await statuses(gateway.port, 'GET /alone HTTP/1.1\r\nHost: www.example.jp\r\n\r\n');
  t.equal(alone, 200, 'the next client is served');
  const lines = recorder.seen.map(({ line }) => line).filter(line => !one.maybe?.includes(line));
  // Pipelined requests go to the origin side by side: their order there says nothing.
  t.strictSame(
    lines.sort(),
    [...expected, 'GET /alone ', 'GET /next '].sort(),
    'the origin saw these requests and no other',
  );
  // Where bodies are streamed, the origin sees the beginning of a request whose body turns out to be broken: it must not
  // take it for a whole one.
  const cut = streamed && /Transfer-Encoding/.test(one.bytes) && one.refused !== undefined ? 1 : 0;
  t.ok(recorder.errors.length <= cut, `and nothing that it could not read: ${recorder.errors}`);
  const fields = recorder.seen.find(({ line }) => line === expected[0])?.fields ?? [];
  for (const name of one.without ?? [])
    t.notOk(
      fields.some(field => field.startsWith(`${name}:`)),
      `without ${name}`,
    );
  for (const field of one.having ?? []) t.ok(fields.includes(field), `${field} among ${fields.join('; ')}`);
  if (one.refused === undefined) return;
  // A request whose body broke off was let in, and is counted as aborted besides.
  const grown = async (): Promise<string[]> => {
    const after = [...(await counts(gateway))].map(
      ([key, value]) => [key, value - (before.get(key) ?? 0)] as const,
    );
    return after
      .filter(([key, more]) => key !== 'aborted' && more > 0)
      .map(([key, more]) => `${key} ${more}`);
  };
  const wanted = one.also === undefined ? [`${code} 1`] : [`${code} 1`, `${one.also} 1`].sort();
  let found = await grown();
  // The answer may be there a moment before the count.
  for (let i = 0; i < 20 && found.length < wanted.length; i++) {
    await sleep(10);
    found = await grown();
  }
  t.strictSame(found.sort(), wanted, 'counted once, by its code');
}

t.ok(SMUGGLING.length >= 60, `${SMUGGLING.length} cases`);

for (const mode of ['block', 'off']) {
  const start = (t: Test, port: number): Promise<TestGateway> =>
    TestGateway.start(t, {
      sites: `- { hosts: ['*'], upstream: 'http://127.0.0.1:${port}', waf: { mode: ${mode} } }`,
    });
  /** A site that inspects nothing blocks nothing. */
  const cases = SMUGGLING.filter(({ refused }) => mode === 'block' || refused?.[1] !== 'rule');

  t.test(`a Node origin, mode ${mode}`, async t => {
    const recorder = await Recorder.start(t);
    const gateway = await start(t, recorder.port);
    for (const one of cases) await t.test(one.name, t => tryCase(t, gateway, recorder, one, mode === 'off'));
  });

  t.test(`nginx, mode ${mode}`, needs('nginx'), async t => {
    const recorder = await Recorder.start(t);
    const nginx = await Nginx.start(t, recorder.port);
    const gateway = await start(t, nginx.port);
    for (const one of cases) {
      await t.test(one.name, async t => {
        const before = nginx.seen().length;
        await tryCase(t, gateway, recorder, one, mode === 'off');
        const seen = nginx.seen().slice(before);
        const lines = seen.filter(line => !one.maybe?.some(maybe => line.endsWith(` ${maybe.trim()}`)));
        const whole = lines.filter(line => line.startsWith('200 '));
        const others = lines.filter(line => !line.startsWith('200 '));
        const behind = recorder.seen.filter(({ line }) => !one.maybe?.includes(line));
        t.equal(whole.length, behind.length, `nginx saw what its origin saw: ${whole.join('; ')}`);
        // A request that the gateway broke off, with its connection.
        const cut = mode === 'off' && one.refused !== undefined ? 1 : 0;
        t.ok(others.length <= cut, `and refused nothing by itself: ${others.join('; ')}`);
      });
    }
  });
}
