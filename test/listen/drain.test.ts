import t from 'tap';
import { Gateway, httpOrigin, RawClient } from '../forward/harness.js';

t.test('close() finishes what is under way, says so to the client, and closes the rest', async t => {
  let release = (): void => {};
  const origin = await httpOrigin((req, res) => {
    if (req.url === '/slow') release = () => res.end('done');
    else if (req.url === '/body') {
      res.write('first');
      release = () => res.end('last');
    } else res.end('fast');
  });
  t.teardown(() => origin.stop());
  for (const [path, pattern] of [
    ['/slow', /Connection: close\r\n[\s\S]*done/],
    ['/body', /Connection: keep-alive\r\n[\s\S]*first[\s\S]*last/],
  ] as const) {
    const gateway = await Gateway.start({ upstream: origin.origin });
    const idle = new RawClient(gateway.port).send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await idle.until(text => text.includes('fast'));
    const busy = new RawClient(gateway.port).send(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    if (path === '/body') await busy.until(text => text.includes('first'));
    else while (gateway.forwarder.active === 0) await new Promise(setImmediate);
    const closed = gateway.listeners.close(60_000);
    await idle.end();
    t.equal(gateway.listeners.connections, 1, 'only the busy connection is left');
    const late = new RawClient(gateway.port);
    t.equal(await late.end(), '', 'nothing more is accepted');
    await new Promise(resolve => setTimeout(resolve, 20));
    release();
    t.match(await busy.end(), pattern);
    await closed;
    t.equal(gateway.listeners.connections, 0);
    await gateway.stop();
  }
});

t.test('close() destroys what is left at the deadline', async t => {
  const origin = await httpOrigin(() => {});
  t.teardown(() => origin.stop());
  const gateway = await Gateway.start({ upstream: origin.origin });
  const client = new RawClient(gateway.port).send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  while (gateway.forwarder.active === 0) await new Promise(setImmediate);
  await gateway.listeners.close(50);
  t.equal(await client.end(), '');
  while (gateway.ends.length === 0) await new Promise(setImmediate);
  t.same(gateway.ends, ['aborted']);
  t.equal(gateway.forwarder.active, 0, 'the upstream request is given up with its client');
  await gateway.stop();
});

t.test('an address in use fails and leaves nothing open', async t => {
  const origin = await httpOrigin(() => {});
  t.teardown(() => origin.stop());
  const { openListeners } = await import('../../src/listen/index.js');
  const port = Number(new URL(origin.origin).port);
  const handler = { request() {}, upgrade() {}, clientError() {} };
  const options = {
    http: [
      { host: '127.0.0.1', port: 0 },
      { host: '127.0.0.1', port },
    ],
    https: [],
  };
  await t.rejects(openListeners(options, handler), { code: 'EADDRINUSE' });
});
