import t from 'tap';
import { exchange, Gateway, httpOrigin, RawClient } from '../forward/harness.js';

const origin = await httpOrigin((req, res) => {
  req.resume().on('end', () => res.end('ok'));
});
t.teardown(() => origin.stop());

t.test('a head that trickles in is answered 408 and closed', async t => {
  const gateway = await Gateway.start({
    upstream: origin.origin,
    limits: { headTimeout: 200, requestTimeout: 300, checkInterval: 20 },
  });
  t.teardown(() => gateway.stop());
  const client = new RawClient(gateway.port).send('GET / HTTP/1.1\r\nHo');
  const trickle = setInterval(() => client.send('s'), 20);
  const text = await client.end();
  clearInterval(trickle);
  t.match(text, /^HTTP\/1\.1 408 /);
  t.same(gateway.errors, [{ code: 'request-timeout', status: 408 }]);

  t.test('a connection that says nothing is closed without an answer and not counted', async t => {
    gateway.errors.length = 0;
    t.equal(await new RawClient(gateway.port).end(), '');
    t.same(gateway.errors, []);
  });

  t.test('a streamed body that trickles in is answered 408', async t => {
    const client = new RawClient(gateway.port).send(
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n',
    );
    const trickle = setInterval(() => client.send('x'), 20);
    t.match(await client.end(), /^HTTP\/1\.1 408 /);
    clearInterval(trickle);
  });
});

for (const [what, options] of [
  ['idle', { idleTimeout: 100, totalTimeout: 5_000 }],
  ['total', { idleTimeout: 5_000, totalTimeout: 100 }],
] as const) {
  t.test(`readBody: ${what} timeout is a 408 from the client`, async t => {
    const gateway = await Gateway.start({ upstream: origin.origin, buffer: 1_000, ...options });
    t.teardown(() => gateway.stop());
    const client = new RawClient(gateway.port).send(
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\nx',
    );
    const trickle = what === 'total' ? setInterval(() => client.send('x'), 20) : null;
    const text = await client.end();
    if (trickle !== null) clearInterval(trickle);
    t.match(text, /^HTTP\/1\.1 408 [\s\S]*body-timeout/);
    t.equal(gateway.faults[0].source, 'client');
    t.equal(gateway.faults[0].code, 'body-timeout');
  });
}

t.test('readBody: a client that goes away is an error of the client', async t => {
  const gateway = await Gateway.start({ upstream: origin.origin, buffer: 1_000 });
  t.teardown(() => gateway.stop());
  const client = new RawClient(gateway.port).send(
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\nx',
  );
  while (gateway.heads.length === 0) await new Promise(setImmediate);
  client.socket.resetAndDestroy();
  while (gateway.faults.length === 0) await new Promise(setImmediate);
  t.match(gateway.faults[0], { source: 'client', code: 'aborted', status: 0 });
});

t.test('an idle kept-alive connection is closed', async t => {
  const gateway = await Gateway.start({ upstream: origin.origin, limits: { keepAliveTimeout: 50 } });
  t.teardown(() => gateway.stop());
  const text = await exchange(gateway.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  t.match(text, /^HTTP\/1\.1 200 [\s\S]*ok$/);
});

t.test('Expect: 100-continue', async t => {
  const head =
    'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n';
  for (const buffer of [null, 1_000]) {
    const gateway = await Gateway.start({ upstream: origin.origin, buffer });
    t.teardown(() => gateway.stop());
    const client = new RawClient(gateway.port).send(head);
    t.equal(await client.until(text => text.includes('\r\n\r\n')), 'HTTP/1.1 100 Continue\r\n\r\n');
    t.match(await client.send('abc').end(), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 [\s\S]*ok$/);
  }
  const gateway = await Gateway.start({ upstream: origin.origin, judge: () => 403 });
  t.teardown(() => gateway.stop());
  const client = new RawClient(gateway.port).send(head);
  const text = await client.until(text => text.includes('judged'));
  client.socket.end();
  t.match(text, /^HTTP\/1\.1 403 /, 'refused on its head alone: no 100 is sent');
});
