import { brotliCompressSync, gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { TestGateway } from '../support/gateway.js';
import { type Answer, ok, WireOrigin } from '../support/origin.js';
import { askOnce, request, WireClient } from '../support/wire.js';

const RULES = `SecResponseBodyAccess On
SecResponseBodyMimeType text/html text/plain
SecResponseBodyLimit 4096
SecRule RESPONSE_STATUS "@streq 418" "id:3001,phase:3,deny,status:502,msg:'a teapot'"
SecRule RESPONSE_HEADERS:X-Leak "@contains secret" "id:3002,phase:3,pass,setvar:tx.leak=1,msg:'a header'"
SecRule RESPONSE_BODY "@contains ORA-00933" "id:4001,phase:4,deny,status:500,msg:'an error of the database'"
SecRule TX:LEAK "@eq 1" "id:4002,phase:4,deny,status:500,msg:'summed up'"
`;
const HTML = ['Content-Type: text/html; charset=utf-8'];

async function start(t: Test, answer: Answer, rules = RULES, mode = 'block'): Promise<TestGateway> {
  const origin = await WireOrigin.start(t, answer);
  const sites = `- { hosts: ['*'], upstream: ${origin.url}, waf: { mode: ${mode} } }`;
  return TestGateway.start(t, { sites, rules });
}

function binary(head: string, body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\n${head}Content-Length: ${body.length}\r\n\r\n`),
    body,
  ]);
}

async function idsOf(gateway: TestGateway, count: number): Promise<number[][]> {
  return (await gateway.audit(count)).map(({ rules }) => rules.map(({ id }) => id));
}

t.test('phase 4 holds a leaking body back before its first byte', async t => {
  const answers: Record<string, string | Buffer> = {
    '/plain': ok('<p>ORA-00933: SQL command not properly ended', HTML),
    '/gzip': binary('Content-Type: text/html\r\nContent-Encoding: gzip\r\n', gzipSync('<p>ORA-00933')),
    '/br': binary('Content-Type: text/html\r\nContent-Encoding: br\r\n', brotliCompressSync('<p>ORA-00933')),
    '/chunked':
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nORA-\r\n5\r\n00933\r\n0\r\n\r\n',
    '/broken': binary(
      'Content-Type: text/html\r\nContent-Encoding: gzip\r\n',
      Buffer.from('not gzip at all'),
    ),
  };
  const gateway = await start(t, ({ line }) => answers[line.split(' ')[1]] ?? ok());
  for (const target of Object.keys(answers)) {
    const response = await askOnce(gateway.port, request(`GET ${target}`));
    t.equal(response.status, 500, target);
    t.notMatch(response.text, 'ORA-', target);
  }
  const lines = await gateway.audit(5);
  t.same(
    lines.map(({ by, outcome }) => [by, outcome]),
    [...Array(4).fill([4001, 'blocked']), ['onFault', 'blocked']],
    'a body that cannot be decoded is a fault, not a pass',
  );
  t.equal(lines[4].faults[0].source, 'upstream');
});

t.test('what is inspected goes on exactly as it came', async t => {
  const body = gzipSync('nothing to see '.repeat(50));
  const gateway = await start(t, ({ line }) => {
    if (line.startsWith('GET /gzip')) {
      return binary('Content-Type: text/html\r\nContent-Encoding: gzip\r\nX-Own: 1\r\n', body);
    }
    return 'HTTP/1.1 200 Fine\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n';
  });
  const client = WireClient.open(gateway.port);
  const zipped = await client.ask(request('GET /gzip'));
  t.strictSame(zipped.body, body);
  t.equal(zipped.field('x-own'), '1');
  t.equal(zipped.field('content-length'), String(body.length));
  t.equal(zipped.field('content-encoding'), 'gzip');
  t.equal((await client.ask(request('GET /gzip'))).status, 200, 'the connection goes on');
  client.send(request('GET /chunked'));
  const head = await client.incoming.through('\r\n\r\n');
  t.match(head?.toString('latin1'), /^HTTP\/1\.1 200 Fine\r\n/);
  const rest = await client.incoming.through('X-Sum: 7\r\n\r\n');
  t.equal(rest?.toString('latin1'), '3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n', 'with its trailer');
  client.close();
});

t.test('HEAD, 204 and 304 have no body to look at', async t => {
  const gateway = await start(t, ({ line }) => {
    if (line.startsWith('HEAD'))
      return 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 99\r\n\r\n';
    const status = line.includes('/304') ? '304 Not Modified' : '204 No Content';
    return `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\n\r\n`;
  });
  t.equal((await askOnce(gateway.port, request('HEAD /', ['Connection: close']))).status, 200);
  t.equal((await askOnce(gateway.port, request('GET /304'))).status, 304);
  t.equal((await askOnce(gateway.port, request('GET /204'))).status, 204);
});

t.test(
  'phase 3 refuses on the head alone, and what it sums up is evaluated for other media types too',
  async t => {
    const gateway = await start(t, ({ line }) =>
      line.startsWith('GET /teapot')
        ? 'HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n'
        : ok('PNG', ['Content-Type: image/png', 'X-Leak: secret']),
    );
    t.equal((await askOnce(gateway.port, request('GET /teapot'))).status, 502);
    t.equal((await askOnce(gateway.port, request('GET /image'))).status, 500);
    t.same(await idsOf(gateway, 2), [[3001], [3002, 4002]]);
  },
);

t.test('a body of another type is sent on as it comes', async t => {
  const gateway = await start(t, ({ socket }) => {
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 20\r\n\r\ndata: one\n',
    );
    return null;
  });
  const client = WireClient.open(gateway.port).send(request('GET /events'));
  await client.incoming.through('\r\n\r\n');
  t.equal((await client.incoming.exactly(10)).toString(), 'data: one\n', 'before the rest has come');
  client.close();
});

t.test('over the limit: the beginning is inspected, the rest passes and is counted', async t => {
  const long = 'x'.repeat(300_000);
  const gateway = await start(t, ({ line }) => {
    if (line.startsWith('GET /early')) return ok(`ORA-00933${long}`, HTML);
    if (line.startsWith('GET /late')) return ok(`${long}ORA-00933`, HTML);
    return ok(`${'y'.repeat(4087)}ORA-00933`, HTML);
  });
  t.equal((await askOnce(gateway.port, request('GET /early'))).status, 500);
  const late = await askOnce(gateway.port, request('GET /late'));
  t.equal(late.status, 200);
  t.equal(late.body.length, 300_009);
  t.equal(
    (await askOnce(gateway.port, request('GET /exact'))).status,
    500,
    'exactly the limit is inspected whole',
  );
  const lines = await gateway.audit(3);
  t.same(lines[1].uninspected, ['response-over-limit']);
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'response-over-limit' }), 2);
});

t.test('SecResponseBodyLimitAction Reject', async t => {
  const rules = `${RULES}SecResponseBodyLimitAction Reject\n`;
  const answer: Answer = () => ok('x'.repeat(5000), HTML);
  const gateway = await start(t, answer, rules);
  t.equal((await askOnce(gateway.port, request('GET /'))).status, 500);
  const detecting = await start(t, answer, rules, 'detect');
  t.equal((await askOnce(detecting.port, request('GET /'))).status, 200, 'detection stops nothing');
});

t.test('detection reports a leak and lets it through', async t => {
  const gateway = await start(t, () => ok('ORA-00933', HTML), RULES, 'detect');
  const response = await askOnce(gateway.port, request('GET /'));
  t.equal(response.text, 'ORA-00933');
  const [line] = await gateway.audit(1);
  t.match(line, { detectedOnly: true, by: 4001 });
});

t.test('ctl:responseBodyAccess: a rule of phase 1 or 3 decides for one response', async t => {
  const rules = `SecResponseBodyMimeType text/html
SecRule REQUEST_URI "@beginsWith /on" "id:1,phase:1,pass,nolog,ctl:responseBodyAccess=On"
SecRule RESPONSE_HEADERS:X-Look "@streq 1" "id:2,phase:3,pass,nolog,ctl:responseBodyAccess=On"
SecRule RESPONSE_BODY "@contains ORA-00933" "id:4001,phase:4,deny,status:500"
`;
  const gateway = await start(
    t,
    ({ line }) => ok('ORA-00933', line.startsWith('GET /look') ? [...HTML, 'X-Look: 1'] : HTML),
    rules,
  );
  t.equal((await askOnce(gateway.port, request('GET /off'))).status, 200);
  t.equal((await askOnce(gateway.port, request('GET /on'))).status, 500);
  t.equal((await askOnce(gateway.port, request('GET /look'))).status, 500);
});

t.test('RESPONSE_BODY in phase 5 is there without any rule of phase 4', async t => {
  const rules = `SecResponseBodyAccess On
SecResponseBodyMimeType text/html
SecRule RESPONSE_BODY "@contains ORA-00933" "id:5001,phase:5,pass,log"
`;
  const gateway = await start(t, () => ok('ORA-00933', HTML), rules);
  const response = await askOnce(gateway.port, request('GET /'));
  t.equal(response.text, 'ORA-00933');
  const [line] = await gateway.audit(1);
  t.match(line.rules, [{ id: 5001 }]);
});

t.test('an upstream that fails while its body is held is answered by the gateway', async t => {
  const gateway = await start(t, ({ socket }) => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nhalf');
    return null;
  });
  const response = await askOnce(gateway.port, request('GET /'));
  t.equal(response.status, 502);
  t.notMatch(response.text, 'half');
});

t.test('a body that is held needs room in the budget for bodies', async t => {
  const origin = await WireOrigin.start(t, () => ok(`${'x'.repeat(3000)}ORA-00933`, HTML));
  const gateway = await TestGateway.start(t, {
    upstream: origin.url,
    rules: RULES,
    more: 'limits: { maxBufferedBytes: 1000 }',
  });
  t.equal((await askOnce(gateway.port, request('GET /'))).status, 500, 'what has come already is looked at');
});
