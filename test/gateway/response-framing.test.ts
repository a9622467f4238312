import t from 'tap';
import { TestGateway } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { request, WireClient } from '../support/wire.js';

/**
 * Answers of an origin that two readers may cut in two ways, or that bring more than was asked for (response-queue
 * poisoning): what is left of one must never be taken for the answer to another request, of this client or the next.
 */
interface Case {
  readonly name: string;
  /** Method of the request. Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /** What the origin writes for it. */
  readonly bytes: string;
  /** What the client is answered: status and body. */
  readonly answer: readonly [status: number, body: string | null];
  /** Code under which it is counted among the faults of the upstream. */
  readonly counted?: string;
  /** It was on its way to the client already: the connection closes without the end of the body. */
  readonly cut?: boolean;
}

const POISON = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison';
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const ok = (fields: string, body = ''): string => `HTTP/1.1 200 OK\r\n${fields}\r\n${body}`;

const CASES: readonly Case[] = [
  {
    name: 'a second answer behind the first',
    bytes: ok('Content-Length: 2\r\n', `ok${POISON}`),
    answer: [200, 'ok'],
  },
  {
    name: 'a second answer behind a chunked one',
    bytes: ok(CHUNKED, `2\r\nok\r\n0\r\n\r\n${POISON}`),
    answer: [200, 'ok'],
  },
  {
    name: 'an answer to HEAD with the body of a GET',
    method: 'HEAD',
    bytes: ok('Content-Length: 6\r\n', 'poison'),
    answer: [200, ''],
  },
  {
    name: 'an answer to HEAD with another answer as its body',
    method: 'HEAD',
    bytes: ok(`Content-Length: ${POISON.length}\r\n`, POISON),
    answer: [200, ''],
  },
  {
    name: 'a 204 with a body',
    bytes: `HTTP/1.1 204 No Content\r\nContent-Length: ${POISON.length}\r\n\r\n${POISON}`,
    answer: [204, ''],
  },
  {
    name: 'a 304 with a body',
    bytes: `HTTP/1.1 304 Not Modified\r\nContent-Length: ${POISON.length}\r\n\r\n${POISON}`,
    answer: [304, ''],
  },
  {
    name: 'a length beside a coding',
    bytes: ok(`Content-Length: 4\r\n${CHUNKED}`, `2\r\nok\r\n0\r\n\r\n${POISON}`),
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'a coding beside a length',
    bytes: ok(`${CHUNKED}Content-Length: 4\r\n`, `2\r\nok\r\n0\r\n\r\n${POISON}`),
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'two lengths that differ',
    bytes: ok('Content-Length: 2\r\nContent-Length: 8\r\n', `ok${POISON}`),
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'a signed length',
    bytes: ok('Content-Length: +2\r\n', `ok${POISON}`),
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'a space before the colon of a coding',
    bytes: ok('Content-Length: 2\r\nTransfer-Encoding : chunked\r\n', `ok${POISON}`),
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'a folded field',
    bytes: ok('X: y\r\n Content-Length: 50\r\nContent-Length: 2\r\n', 'ok'),
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'a bare LF between fields',
    bytes: ok('X: y\nContent-Length: 2\r\n', 'ok'),
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'a NUL in a field',
    bytes: ok('X: y\0z\r\nContent-Length: 2\r\n', 'ok'),
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'a chunk size that is none',
    bytes: ok(CHUNKED, `2\r\nok\r\n-1\r\n${POISON}`),
    answer: [200, null],
    cut: true,
    counted: 'bad-response',
  },
  {
    name: 'a chunk that is longer than its size',
    bytes: ok(CHUNKED, `1\r\nok\r\n0\r\n\r\n${POISON}`),
    answer: [200, null],
    cut: true,
    counted: 'bad-response',
  },
  {
    name: 'an interim answer before the final one is not shown',
    bytes: `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${ok('Content-Length: 2\r\n', 'ok')}`,
    answer: [200, 'ok'],
  },
  {
    name: 'a 101 that nobody asked for opens no tunnel',
    bytes: `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n${POISON}`,
    answer: [502, null],
    counted: 'bad-response',
  },
  {
    name: 'Connection that names the length does not take it away',
    bytes: ok('Content-Length: 2\r\nConnection: Content-Length\r\n', 'ok'),
    answer: [200, 'ok'],
  },
  {
    name: 'no answer, but something else',
    bytes: `220 smtp.example.jp ready\r\n`,
    answer: [502, null],
    counted: 'bad-response',
  },
];

for (const { name, method = 'GET', bytes, answer, counted, cut = false } of CASES) {
  t.test(name, async t => {
    const origin = await WireOrigin.start(t, ({ line }) =>
      line.includes(' /case ') ? bytes : ok(`Content-Length: ${line.length}\r\n`, line),
    );
    const gateway = await TestGateway.start(t, { upstream: origin.url });
    const client = WireClient.open(gateway.port);
    client.send(request(`${method} /case`, [], method === 'POST' ? 'a' : undefined));
    if (cut) {
      const text = (await client.incoming.rest()).toString('latin1');
      t.match(text, /^HTTP\/1\.1 200 OK\r\n/);
      t.notMatch(text, /\r\n0\r\n|poison/, 'no end of the body');
    } else {
      const first = await client.response(method === 'HEAD');
      t.equal(first.status, answer[0]);
      if (answer[1] !== null) t.equal(first.text, answer[1]);
      t.notMatch(first.text, 'poison');
      if (first.status === 204) t.equal(first.field('content-length'), undefined);
    }
    // The same client goes on, and another comes, on the connections that are left in the pool.
    const clients = [...(cut ? [] : [client]), WireClient.open(gateway.port)];
    for (const [index, one] of clients.entries()) {
      for (const path of ['/one', '/two']) {
        const next = await one.ask(request(`GET ${path}`));
        t.equal(next.text, `GET ${path} HTTP/1.1`, `client ${index + 1} gets its own answer to ${path}`);
      }
      one.close();
    }
    t.equal(origin.arrivals.length, 1 + 2 * clients.length, 'the origin was asked as often');
    if (counted !== undefined)
      t.equal(
        await gateway.metric('sekisho_faults_total', { source: 'upstream', code: counted }),
        1,
        counted,
      );
  });
}

t.test('bytes of an origin on an idle connection are nobody’s answer', async t => {
  const origin = await WireOrigin.start(t, ({ line }) => ok(`Content-Length: ${line.length}\r\n`, line));
  const gateway = await TestGateway.start(t, { upstream: origin.url });
  const client = WireClient.open(gateway.port);
  t.equal((await client.ask(request('GET /first'))).text, 'GET /first HTTP/1.1');
  const { socket } = origin.arrivals[0];
  const closed = new Promise(resolve => socket.once('close', resolve));
  socket.write(POISON);
  await closed;
  t.equal((await client.ask(request('GET /second'))).text, 'GET /second HTTP/1.1');
  client.close();
});
