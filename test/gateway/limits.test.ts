import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { TestGateway, until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { askOnce, request, WireClient } from '../support/wire.js';

const FORM = 'Content-Type: application/x-www-form-urlencoded';

t.test('a dead upstream: 502 with the gateway’s page, at once', async t => {
  const gateway = await TestGateway.start(t, { upstream: 'http://127.0.0.1:1' });
  const client = WireClient.open(gateway.port);
  const html = await client.ask(request('GET /', ['Accept: text/html', 'Accept-Language: ja']));
  t.equal(html.status, 502);
  t.equal(html.field('content-type'), 'text/html; charset=utf-8');
  t.match(html.text, 'サイト');
  const [line] = await gateway.audit(1);
  t.match(html.text, line.id, 'the page shows the request’s id');
  t.notMatch(html.text, /127\.0\.0\.1/, 'and not the upstream');
  t.equal(line.outcome, 'failed');
  t.strictSame(
    line.faults.map(({ source, code }) => [source, code]),
    [['upstream', 'connect-refused']],
  );
  t.equal((await client.ask(request('GET /again'))).status, 502, 'the connection goes on');
  t.equal(await gateway.metric('sekisho_faults_total', { source: 'upstream', code: 'connect-refused' }), 2);
  client.close();
});

/** A process that listens and is stopped: once its queue is full, the kernel drops every further SYN. */
async function deafUpstream(t: Test): Promise<number> {
  const listen =
    "const s=require('net').createServer();s.listen({port:0,host:'127.0.0.1',backlog:1},()=>console.log(s.address().port))";
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  const port = Number(line);
  child.kill('SIGSTOP');
  for (;;) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    t.teardown(() => socket.destroy());
    const connected = await Promise.race([once(socket, 'connect'), sleep(500, null)]);
    if (connected === null) return port;
  }
}

t.test('an upstream that accepts nothing: 502 after the connect timeout', async t => {
  const port = await deafUpstream(t);
  const sites = `- { hosts: ['*'], upstream: "http://127.0.0.1:${port}", timeouts: { connect: 300ms } }`;
  const gateway = await TestGateway.start(t, { sites });
  t.equal((await askOnce(gateway.port, request('GET /'))).status, 502);
  const [line] = await gateway.audit(1);
  t.match(line.faults, [{ source: 'upstream', code: 'connect-timeout' }]);
});

t.test('an upstream that stalls: 504 before its head, a cut connection after it', async t => {
  const origin = await WireOrigin.start(t, ({ line, socket }) => {
    if (line.startsWith('GET /body')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
    return null;
  });
  const sites = `- { hosts: ['*'], upstream: ${origin.url}, timeouts: { headers: 300ms, body: 300ms } }`;
  const gateway = await TestGateway.start(t, { sites });
  t.equal((await askOnce(gateway.port, request('GET /head'))).status, 504);
  const cut = await askOnce(gateway.port, request('GET /body'));
  t.equal(cut.status, 200);
  t.equal(cut.text, 'half', 'what came is passed on, and the connection closes before the promised length');
  const lines = await gateway.audit(2);
  t.strictSame(
    lines.map(({ outcome, faults }) => [outcome, faults[0].code]),
    [
      ['failed', 'headers-timeout'],
      ['failed', 'body-timeout'],
    ],
  );
});

t.test('an upstream that speaks nonsense: 502', async t => {
  const origin = await WireOrigin.start(t, () => 'SSH-2.0-OpenSSH_9.2\r\n\r\n');
  const gateway = await TestGateway.start(t, { upstream: origin.url });
  t.equal((await askOnce(gateway.port, request('GET /'))).status, 502);
  t.equal(await gateway.metric('sekisho_faults_total', { source: 'upstream', code: 'bad-response' }), 1);
});

t.test('a body over the limit, rejected', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- { hosts: ['*'], upstream: ${origin.url}, bodyLimit: 1KiB }`;
  const gateway = await TestGateway.start(t, { sites });
  const body = `a=${'x'.repeat(1023)}`;
  t.equal(
    (await askOnce(gateway.port, request('POST /', [FORM], body.slice(0, 1024)))).status,
    200,
    'at the limit',
  );
  const known = await askOnce(gateway.port, request('POST /', [FORM], body));
  t.equal(known.status, 413, 'a byte more, of known length');
  const chunked = await askOnce(
    gateway.port,
    request('POST /', [FORM, 'Transfer-Encoding: chunked'], `401\r\n${body}\r\n0\r\n\r\n`),
  );
  t.equal(chunked.status, 413, 'a byte more, chunked');
  t.equal(origin.arrivals.length, 1);
  const lines = await gateway.audit(3);
  t.strictSame(
    lines.slice(1).map(({ outcome, reason }) => [outcome, reason]),
    [
      ['rejected', 'body-limit'],
      ['rejected', 'body-limit'],
    ],
  );
});

t.test('a body over the limit, passed in part: the first part is inspected, the rest is counted', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- { hosts: ['*'], upstream: ${origin.url}, bodyLimit: 1KiB, overBodyLimit: pass-partial }`;
  const gateway = await TestGateway.start(t, { sites });
  const body = `a=${'x'.repeat(100_000)}&b=attack`;
  for (const [headers, bytes] of [
    [[FORM], body],
    [[FORM, 'Transfer-Encoding: chunked'], `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`],
  ] as const) {
    t.equal((await askOnce(gateway.port, request('POST /', headers, bytes))).status, 200);
    t.equal(origin.last?.body.toString('latin1'), body, 'every byte arrives');
  }
  const early = await askOnce(gateway.port, request('POST /', [FORM], `b=attack&a=${'x'.repeat(100_000)}`));
  t.equal(early.status, 403, 'an attack before the limit is seen');
  const labels = { reason: 'body-over-limit' };
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', labels), 2);
  t.equal(await gateway.metric('sekisho_uninspected_bytes_total', labels), 2 * (body.length - 1024));
});

t.test('in detect a body over the limit goes on, and is counted', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- { hosts: ['*'], upstream: ${origin.url}, bodyLimit: 1KiB, waf: { mode: detect } }`;
  const gateway = await TestGateway.start(t, { sites });
  const body = `a=${'x'.repeat(5000)}`;
  t.equal((await askOnce(gateway.port, request('POST /', [FORM], body))).status, 200);
  t.equal(origin.last?.body.length, body.length);
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'body-over-limit' }), 1);
});

t.test('trailers of a request are not passed on, and counted', async t => {
  const origin = await WireOrigin.start(t);
  for (const [mode, expected] of [
    ['block', 1],
    ['off', 1],
  ] as const) {
    const sites = `- { hosts: ['*'], upstream: ${origin.url}, waf: { mode: ${mode} } }`;
    const gateway = await TestGateway.start(t, { sites });
    const chunked = [FORM, 'Transfer-Encoding: chunked'];
    const bytes = request('POST /', chunked, '3\r\na=1\r\n0\r\nX-Late: attack\r\n\r\n');
    t.equal((await askOnce(gateway.port, bytes)).status, 200, mode);
    t.equal(origin.last?.body.toString(), 'a=1');
    t.notOk(origin.last?.fields.some(([name]) => /^x-late$/i.test(name)));
    await askOnce(gateway.port, request('POST /', chunked, '3\r\na=1\r\n0\r\n\r\n'));
    t.equal(await gateway.metric('sekisho_dropped_trailers_total', {}), expected, `${mode}: counted once`);
  }
});

t.test('a body that no processor takes apart is counted', async t => {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, { upstream: origin.url });
  const labels = { reason: 'body-type' };
  t.equal(
    (await askOnce(gateway.port, request('POST /', ['Content-Type: text/plain'], 'a=attack'))).status,
    200,
  );
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', labels), 1);
  t.equal(await gateway.metric('sekisho_uninspected_bytes_total', labels), 8);
  t.equal((await askOnce(gateway.port, request('POST /', [FORM], 'a=1'))).status, 200);
  t.equal((await askOnce(gateway.port, request('POST /', ['Content-Type: text/plain'], ''))).status, 200);
  t.equal(
    await gateway.metric('sekisho_uninspected_requests_total', labels),
    1,
    'a form is not, nor is no body',
  );
});

t.test('a malformed body that no rule refuses is counted', async t => {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, { upstream: origin.url });
  const json = 'Content-Type: application/json';
  t.equal((await askOnce(gateway.port, request('POST /', [json], '{"a":1}'))).status, 200);
  t.equal((await askOnce(gateway.port, request('POST /', [json], '{"a":1'))).status, 200);
  t.equal((await askOnce(gateway.port, request('POST /', [json], '{"a":1}attack'))).status, 403);
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'body-malformed' }), 1);
});

t.test(
  'CVE-2025-47947 and its kind: a payload behind more arguments than are taken apart is seen',
  async t => {
    const origin = await WireOrigin.start(t);
    const gateway = await TestGateway.start(t, { upstream: origin.url });
    const flood = 'a=1&'.repeat(1000);
    t.equal((await askOnce(gateway.port, request(`GET /?${flood}q=attack`))).status, 403);
    t.equal((await askOnce(gateway.port, request(`GET /?${flood}b=1&q=attac%6B`))).status, 403);
    t.equal((await askOnce(gateway.port, request('POST /', [FORM], `${flood}b=1&q=attack`))).status, 403);
    t.equal((await askOnce(gateway.port, request(`POST /?${flood}`, [FORM], 'q=attack'))).status, 403);
    t.equal(origin.arrivals.length, 0);
    t.equal((await askOnce(gateway.port, request(`GET /?${flood}q=1`))).status, 200);
  },
);

t.test('the budget for bodies: 503 with Retry-After while it is used up, and given back', async t => {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, {
    upstream: origin.url,
    more: 'limits: { maxBufferedBytes: 2KiB }',
  });
  const slow = WireClient.open(gateway.port);
  slow.send(request('POST /slow', [FORM, 'Content-Length: 1500'], 'a='));
  const chunk = `400\r\n${'x'.repeat(1024)}\r\n`;
  const refused = await until(async () => {
    const answer = await askOnce(gateway.port, request('POST /', [FORM], 'x'.repeat(1500)));
    return answer.status === 503 && answer;
  });
  t.equal(refused.field('retry-after'), '5');
  const chunked = await askOnce(
    gateway.port,
    request('POST /', [FORM, 'Transfer-Encoding: chunked'], `${chunk}0\r\n\r\n`),
  );
  t.equal(chunked.status, 503, 'chunked');
  t.equal(
    (await askOnce(gateway.port, request('POST /', [FORM], 'x'.repeat(500)))).status,
    200,
    'a small one has room',
  );
  t.equal((await askOnce(gateway.port, request('GET /'))).status, 200, 'and a request without a body');
  slow.send('x'.repeat(1498));
  t.equal((await slow.response()).status, 200);
  t.equal(
    (await askOnce(gateway.port, request('POST /', [FORM], 'x'.repeat(1500)))).status,
    200,
    'given back',
  );
  slow.send(request('POST /slow', [FORM, 'Content-Length: 1500'], 'a='));
  await until(
    async () => (await askOnce(gateway.port, request('POST /', [FORM], 'x'.repeat(1500)))).status === 503,
  );
  slow.close();
  await until(
    async () => (await askOnce(gateway.port, request('POST /', [FORM], 'x'.repeat(1500)))).status === 200,
  );
  t.pass('given back by a client that went away');
});

t.test('clients that trickle are closed', async t => {
  const origin = await WireOrigin.start(t);
  const more = 'limits: { headTimeout: 500ms, bodyTimeout: 500ms, idleTimeout: 600ms }';
  const gateway = await TestGateway.start(t, { upstream: origin.url, more });
  const trickle = async (start: string): Promise<number> => {
    const client = WireClient.open(gateway.port).send(start);
    const timer = setInterval(() => client.send('x'), 50);
    const { status } = await client.response();
    await client.closed;
    clearInterval(timer);
    return status;
  };
  const [head, body, chunked] = await Promise.all([
    trickle('GET / HTTP/1.1\r\nHost: www.example.jp\r\nX-Slow: '),
    trickle('POST / HTTP/1.1\r\nHost: www.example.jp\r\nContent-Length: 100000\r\n\r\n'),
    trickle('POST / HTTP/1.1\r\nHost: www.example.jp\r\nTransfer-Encoding: chunked\r\n\r\n1000000\r\n'),
  ]);
  t.equal(head, 408, 'in the head');
  t.equal(body, 408, 'in the body');
  t.equal(chunked, 408, 'in a chunk');
  const idle = WireClient.open(gateway.port);
  t.equal((await idle.ask(request('GET /'))).status, 200);
  await idle.closed;
  t.pass('an idle connection closes');
  t.equal(origin.arrivals.length, 1);
});

t.test('a slow upload that keeps its rate is let through, however long it takes as a whole', async t => {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, {
    upstream: origin.url,
    more: 'limits: { bodyTimeout: 400ms }',
  });
  const piece = 'x'.repeat(16_384);
  const pieces = 8;
  const client = WireClient.open(gateway.port);
  client.send(request('POST /slow', [`Content-Length: ${piece.length * pieces}`]));
  for (let i = 0; i < pieces; i++) {
    client.send(piece);
    await new Promise(resolve => setTimeout(resolve, 150));
  }
  t.equal((await client.response()).status, 200);
});

t.test('answers to requests whose body nobody reads', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- { hosts: [www.example.jp], upstream: ${origin.url}, bodyLimit: 1MiB }`;
  const gateway = await TestGateway.start(t, { sites });
  const big = Buffer.alloc(4 * 1024 * 1024, 'x');
  for (const [name, bytes, status] of [
    ['blocked by the head', request('POST /', ['X-Test: attack', `Content-Length: ${big.length}`]), 403],
    ['an unknown Host', request('POST /', ['Host: other.example', `Content-Length: ${big.length}`]), 421],
    ['over the limit', request('POST /', [`Content-Length: ${big.length}`]), 413],
  ] as const) {
    const client = WireClient.open(gateway.port).send(bytes).send(big);
    const answer = await client.response();
    t.equal(answer.status, status, name);
    t.equal(answer.field('connection'), 'close', `${name}: the connection closes`);
    await client.closed;
  }
  t.equal(origin.arrivals.length, 0);
});

t.test('a blocked request with a body is answered on a connection that goes on', async t => {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, { upstream: origin.url });
  const client = WireClient.open(gateway.port);
  t.equal((await client.ask(request('POST /', [FORM], 'a=attack'))).status, 403);
  t.equal((await client.ask(request('POST /', [FORM], 'a=1'))).status, 200);
  t.equal((await client.ask(request('HEAD /?a=attack'))).status, 403);
  t.equal((await client.ask(request('GET /'))).status, 200);
  client.close();
});

for (const [name, waf, rules] of [
  ['is inspected', '{ mode: block }', undefined],
  ['is streamed, mode off', '{ mode: off }', undefined],
  ['is streamed, SecRequestBodyAccess Off', '{ mode: block }', 'SecRequestBodyAccess Off\n'],
] as const) {
  t.test(`Expect: 100-continue is answered when the body ${name}`, async t => {
    const origin = await WireOrigin.start(t, ({ body }) => ok(body.toString('latin1')));
    const sites = `- { hosts: ['*'], upstream: ${origin.url}, waf: ${waf} }`;
    const gateway = await TestGateway.start(t, { sites, rules });
    const client = WireClient.open(gateway.port);
    client.send(request('POST /', [FORM, 'Expect: 100-continue', 'Content-Length: 3']));
    const interim = await client.incoming.through('\r\n\r\n');
    t.match(interim?.toString('latin1'), /^HTTP\/1\.1 100 /);
    client.send('a=1');
    const answer = await client.response();
    t.equal(answer.status, 200);
    t.equal(answer.text, 'a=1');
    client.close();
  });
}

t.test('Expect: 100-continue is not answered when the request is refused', async t => {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, { upstream: origin.url });
  const client = WireClient.open(gateway.port);
  client.send(request('POST /', ['X-Test: attack', 'Expect: 100-continue', 'Content-Length: 3']));
  t.match((await client.incoming.through('\r\n'))?.toString('latin1'), /^HTTP\/1\.1 403 /);
  client.close();
});
