import t from 'tap';
import { exchange, Gateway, httpOrigin, RawClient } from '../forward/harness.js';

const origin = await httpOrigin((req, res) => {
  let body = '';
  req.on('data', chunk => {
    body += chunk.toString('latin1');
  });
  req.on('end', () => res.end(`${req.method} ${req.url} ${body}`));
});
const gateway = await Gateway.start({ upstream: origin.origin, buffer: 100_000 });
t.teardown(async () => {
  await gateway.stop();
  await origin.stop();
});

/** Status of the first response and the code that was counted, if any. */
async function outcome(bytes: string): Promise<string> {
  gateway.errors.length = 0;
  const text = await exchange(gateway.port, bytes);
  const status = /^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 'closed';
  return [status, ...gateway.errors.map(({ code }) => code)].join(' ');
}

const POST = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';
const CASES: readonly [what: string, request: string, outcome: string][] = [
  ['plain', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '200'],
  ['HTTP/1.0 without Host', 'GET / HTTP/1.0\r\n\r\n', '200'],
  ['no Host in 1.1', 'GET / HTTP/1.1\r\n\r\n', '400 host-missing'],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n', '400 host-duplicate'],
  ['two Hosts in 1.0', 'GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n', '400 host-duplicate'],
  ['HTTP/0.9', 'GET /\r\n\r\n', '505 http-version'],
  ['HTTP/2.0', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', '505 http-version'],
  ['HTTP/1.2', 'GET / HTTP/1.2\r\nHost: a\r\n\r\n', '400 HPE_INVALID_VERSION'],
  ['HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '400 HPE_PAUSED_H2_UPGRADE'],
  [
    'two lengths',
    `${POST}Content-Length: 1\r\nContent-Length: 1\r\n\r\nx`,
    '400 HPE_UNEXPECTED_CONTENT_LENGTH',
  ],
  [
    'length and chunked',
    `${POST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    '400 HPE_INVALID_TRANSFER_ENCODING',
  ],
  [
    'chunked and length',
    `${POST}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n`,
    '400 HPE_INVALID_CONTENT_LENGTH',
  ],
  ['signed length', `${POST}Content-Length: +1\r\n\r\nx`, '400 HPE_INVALID_CONTENT_LENGTH'],
  ['list of lengths', `${POST}Content-Length: 1, 1\r\n\r\nx`, '400 HPE_INVALID_CONTENT_LENGTH'],
  ['gzip, chunked', `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, '501 transfer-encoding'],
  [
    'chunked twice',
    `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    '400 HPE_INVALID_TRANSFER_ENCODING',
  ],
  ['identity', `${POST}Transfer-Encoding: identity\r\n\r\n`, '501 transfer-encoding'],
  [
    'chunked in 1.0',
    'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    '400 transfer-encoding',
  ],
  ['obsolete folding', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', '400 HPE_INVALID_HEADER_TOKEN'],
  ['bare LF', 'GET / HTTP/1.1\nHost: a\n\n', '400 HPE_INVALID_VERSION'],
  ['space before colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', '400 HPE_INVALID_HEADER_TOKEN'],
  ['bare LF in a chunk', `${POST}Transfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n`, '400 HPE_CR_EXPECTED'],
  ['unknown method', 'FOO / HTTP/1.1\r\nHost: a\r\n\r\n', '400 HPE_INVALID_METHOD'],
  ['raw UTF-8 in the target', 'GET /\xe3\x81\x82 HTTP/1.1\r\nHost: a\r\n\r\n', '400 HPE_INVALID_URL'],
  [
    'head too large',
    `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
    '431 HPE_HEADER_OVERFLOW',
  ],
  ['200 fields', `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${'X: 1\r\n'.repeat(198)}\r\n`, '200'],
  [
    '201 fields',
    `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${'X: 1\r\n'.repeat(199)}\r\n`,
    '431 header-count',
  ],
  [
    '2,100 fields, which Node would cut off',
    `GET / HTTP/1.1\r\nHost: a\r\n${'X:1\r\n'.repeat(2_100)}\r\n`,
    '431 header-count',
  ],
  ['Expect: something', `${POST}Expect: tea\r\nContent-Length: 1\r\n\r\nx`, '417 expectation'],
  [
    'Expect: 100-continue and more',
    `${POST}Expect: 100-continue, tea\r\nContent-Length: 1\r\n\r\nx`,
    '417 expectation',
  ],
  ['CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n', '405 connect-method'],
  ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '501'],
  ['GET *', 'GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '400'],
  ['another scheme', 'GET ftp://a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '400'],
];

for (const [what, request, expected] of CASES) {
  t.test(what, async t => t.equal(await outcome(request), expected));
}

t.test('every method llhttp knows is handed over', async t => {
  const { METHODS } = await import('node:http');
  let ran = 0;
  for (const method of METHODS) {
    if (method === 'CONNECT') continue;
    gateway.heads.length = 0;
    const text = await exchange(
      gateway.port,
      `${method} /m HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    t.match(text, /^HTTP\/1\.1 200 /, method);
    t.equal(gateway.heads[0]?.method, method);
    ran++;
  }
  t.ok(ran > 30);
});

t.test('an error behind a response that is due closes after it, without an answer of its own', async t => {
  const text = await exchange(gateway.port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n');
  t.match(text, /^HTTP\/1\.1 200 OK\r\n/);
  t.match(text, /GET \/1 $/);
  t.notMatch(text, /400/);
});

t.test('bytes behind a request that says Connection: close take nothing from its response', async t => {
  t.equal(
    await outcome('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nhi=test'),
    '200 HPE_CLOSED_CONNECTION',
  );
  t.equal(
    await outcome(`${'GET /a HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2)}nonsense`),
    '200 HPE_INVALID_METHOD',
  );
});

t.test('pipelined requests are answered in order, and no more than the limit at once', async t => {
  const one = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
  const client = new RawClient(gateway.port).send(one('/1') + one('/2') + one('/3'));
  const text = await client.until(text => text.includes('GET /3'));
  t.same(
    [...text.matchAll(/GET (\/\d)/g)].map(match => match[1]),
    ['/1', '/2', '/3'],
  );
  client.socket.destroy();
  gateway.errors.length = 0;
  gateway.heads.length = 0;
  const flood = await exchange(gateway.port, one('/').repeat(200));
  t.same(gateway.errors, [{ code: 'pipeline-limit', status: 503 }]);
  t.equal(gateway.heads.length, 64);
  t.match(flood, /503 Service Unavailable\r\nConnection: close/);
});

t.test('pipelining over and over on one connection leaves no listeners behind', async t => {
  const warnings: Error[] = [];
  const note = (warning: Error): number => warnings.push(warning);
  process.on('warning', note);
  const client = new RawClient(gateway.port);
  for (let i = 1; i <= 15; i++) {
    client.send('GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.until(text => text.split('GET /b').length > i);
  }
  client.socket.destroy();
  await new Promise(setImmediate);
  process.off('warning', note);
  t.same(warnings, []);
});
