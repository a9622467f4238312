import t from 'tap';
import { exchange, Gateway, httpOrigin, RawClient } from '../forward/harness.js';

const origin = await httpOrigin((_, res) => res.end('origin'));
const gateway = await Gateway.start({
  upstream: origin.origin,
  judge: head => (head.target === '/ok' ? null : 413),
});
t.teardown(async () => {
  await gateway.stop();
  await origin.stop();
});

t.test('an answer without a request body keeps the connection', async t => {
  const client = new RawClient(gateway.port).send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await client.until(text => text.endsWith('judged 413'));
  const text = await client.send('GET /ok HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').end();
  t.match(
    text,
    /^HTTP\/1\.1 413 [\s\S]*Connection: keep-alive[\s\S]*judged 413HTTP\/1\.1 200 [\s\S]*origin$/,
  );
});

t.test('HEAD: the head of the answer alone', async t => {
  const text = await exchange(gateway.port, 'HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  t.match(text, /^HTTP\/1\.1 413 [\s\S]*Content-Length: 10\r\n[\s\S]*\r\n\r\n$/);
});

t.test('a client in the middle of an upload reads the answer, not a reset', async t => {
  const size = 8 * 1_048_576;
  const client = new RawClient(gateway.port);
  let reset = false;
  client.socket.on('error', () => {
    reset = true;
  });
  client.socket.pause();
  client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`);
  await new Promise<void>(resolve => client.socket.write(Buffer.alloc(size), () => resolve()));
  client.socket.resume();
  t.match(await client.end(), /^HTTP\/1\.1 413 [\s\S]*Connection: close[\s\S]*judged 413$/);
  t.notOk(reset);
});

t.test('what comes behind a refused body is not taken for a request', async t => {
  gateway.heads.length = 0;
  const body = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
  await exchange(gateway.port, `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  t.same(
    gateway.heads.map(head => head.target),
    ['/'],
  );
});
