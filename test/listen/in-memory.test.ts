import fc from 'fast-check';
import t from 'tap';
import { buildRequest, loadTests } from '../../src/ftw/index.js';
import { type ReadRequest, RequestReader } from '../../src/listen/index.js';
import { CRS4_TESTS, skipWithoutCrs4 } from '../crs/corpus.js';

const reader = new RequestReader();
const read = (text: string) => reader.read(Buffer.from(text, 'latin1'));

/** Comparable: the target, fields and body of a request, or how it was refused. */
function shown(outcome: ReadRequest): unknown {
  if (outcome.kind === 'refused') return outcome;
  const { method, target, httpVersion, rawHeaders } = outcome.head;
  return { method, target, httpVersion, rawHeaders, body: outcome.body.toString('latin1') };
}

t.test('what the listeners would make of it', async t => {
  const host = 'Host: a\r\n';
  for (const [text, outcome] of [
    [`GET /x HTTP/1.1\r\n${host}\r\n`, { kind: 'request', head: { method: 'GET', target: '/x' } }],
    [
      `POST /x HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      { kind: 'request' },
    ],
    [`GET / HTTP/1.0\r\n\r\n`, { kind: 'request', head: { httpVersion: '1.0' } }],
    [`GET / HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 2\r\n\r\nab`, { kind: 'request' }],
    [
      `GET / HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      { kind: 'request' },
    ],
    [`FOO / HTTP/1.1\r\n${host}\r\n`, { kind: 'refused', code: 'HPE_INVALID_METHOD', status: 400 }],
    [`GET /\xe9 HTTP/1.1\r\n${host}\r\n`, { kind: 'refused', code: 'HPE_INVALID_URL', status: 400 }],
    [`GET / HTTP/4.0\r\n${host}\r\n`, { kind: 'refused', status: 400 }],
    [`GET / HTTP/1.1\r\n\r\n`, { kind: 'refused', code: 'host-missing', status: 400 }],
    [`CONNECT a:1 HTTP/1.1\r\n${host}\r\n`, { kind: 'refused', code: 'connect-method', status: 405 }],
    [`GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(20_000)}\r\n\r\n`, { kind: 'refused', status: 431 }],
    [
      `POST / HTTP/1.1\r\n${host}Content-Length: 9\r\n\r\nabc`,
      { kind: 'refused', code: 'incomplete', status: 0 },
    ],
    ['', { kind: 'refused', code: 'incomplete', status: 0 }],
  ] as const) {
    t.match(await read(text), outcome, JSON.stringify(text.slice(0, 60)));
  }
  const behind = await read(`POST /x HTTP/1.1\r\n${host}Content-Length: 3\r\n\r\nabcdef`);
  t.match(shown(behind), { target: '/x', body: 'abc' }, 'what follows a whole request is left alone');
});

t.test('plain requests are read as the parser reads them', { skip: skipWithoutCrs4 }, async t => {
  const requests = loadTests([`${CRS4_TESTS}/REQUEST-920-PROTOCOL-ENFORCEMENT`]).flatMap(({ stages }) =>
    stages.map(({ input }) => buildRequest(input)),
  );
  let different = 0;
  for (const bytes of requests) {
    const [quick, parsed] = [shown(await reader.read(bytes)), shown(await reader.parse(bytes))];
    if (!t.same(quick, parsed)) different++;
  }
  t.equal(different, 0);
});

t.test('property: so are mutated ones', async t => {
  const seed = Buffer.from(
    'POST /a?b=c HTTP/1.1\r\nHost: a\r\nX-A: b c\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc',
    'latin1',
  );
  const mutation = fc.record({
    at: fc.nat(seed.length - 1),
    cut: fc.nat(2),
    put: fc.constantFrom(
      '',
      ' ',
      '\t',
      '\r\n',
      ':',
      '\0',
      '#',
      '"',
      '\xff',
      'a',
      '1',
      '\r\nHost: b',
      '\r\nExpect: x',
      ',',
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async mutations => {
      let bytes = seed.toString('latin1');
      for (const { at, cut, put } of mutations) bytes = bytes.slice(0, at) + put + bytes.slice(at + cut);
      const buffer = Buffer.from(bytes, 'latin1');
      const [quick, parsed] = [await reader.read(buffer), await reader.parse(buffer)];
      return JSON.stringify(shown(quick)) === JSON.stringify(shown(parsed));
    }),
    { numRuns: 1500 },
  );
  t.pass('no difference');
});
