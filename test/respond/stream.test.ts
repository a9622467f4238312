import { createHash } from 'node:crypto';
import { request } from 'node:http';
import t from 'tap';
import { bodyOf, exchange, Gateway, httpOrigin, RawClient, rawOrigin } from '../forward/harness.js';

const get = (path: string, more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${more}\r\n`;

t.test('the head: case, order, duplicates and bytes as sent; hop-by-hop fields removed', async t => {
  const fields =
    'sET-Cookie: a=1\r\nDate: Sun, 01 Jan 2023 00:00:00 GMT\r\nServer: old\r\nSet-Cookie: b=\xe3\x81\x82\r\nX: \t v\xff';
  const raw = await rawOrigin(socket => {
    socket.on('data', () =>
      socket.write(
        Buffer.from(
          `HTTP/1.1 299 Very Fine\r\n${fields}\r\nConnection: keep-alive, Private, Content-Type\r\nKeep-Alive: timeout=9\r\n` +
            'Private: 1\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nTrailer: x\r\nContent-Type: text/x\r\nContent-Length: 2\r\n' +
            'Content-Disposition: attachment; filename="\xe6\x97\xa5.pdf"\r\n\r\nok',
          'latin1',
        ),
      ),
    );
  });
  const gateway = await Gateway.start({ upstream: raw.origin });
  t.teardown(async () => {
    await gateway.stop();
    await raw.stop();
  });
  const text = await exchange(gateway.port, get('/'));
  t.match(text, /^HTTP\/1\.1 299 Very Fine\r\n/);
  t.ok(text.includes(`\r\n${fields.replace('\t ', '')}\r\n`), text);
  t.ok(text.includes('Content-Disposition: attachment; filename="\xe6\x97\xa5.pdf"\r\n'));
  for (const gone of ['Private', 'timeout=9', 'Proxy-Connection', 'Upgrade', 'Trailer'])
    t.notOk(text.includes(gone), gone);
  t.ok(text.includes('Content-Type: text/x'), 'Connection cannot take the Content-Type away');
  t.match(text, /\r\n\r\nok$/);
  t.equal(gateway.bytesOut, 2);
});

const BODILESS: readonly [what: string, request: string, response: string, pattern: RegExp][] = [
  [
    'HEAD',
    'HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTrailer: x\r\n\r\n',
    /^HTTP\/1\.1 200 [\s\S]*Content-Length: 5\r\n[\s\S]*\r\n\r\n$/,
  ],
  [
    'HEAD with Trailer',
    'HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x\r\n\r\n',
    /^HTTP\/1\.1 200 [\s\S]*\r\n\r\n$/,
  ],
  ['204', get('/'), 'HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n', /^HTTP\/1\.1 204 [\s\S]*\r\n\r\n$/],
  ['304', get('/'), 'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n', /^HTTP\/1\.1 304 [\s\S]*\r\n\r\n$/],
  [
    '304 with the length of the body it stands for',
    get('/'),
    'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n',
    /^HTTP\/1\.1 304 [\s\S]*Content-Length: 5\r\n[\s\S]*\r\n\r\n$/,
  ],
  [
    '103 before 200',
    get('/'),
    'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    /^HTTP\/1\.1 200 [\s\S]*\r\n\r\nok$/,
  ],
];
for (const [what, request, response, pattern] of BODILESS) {
  t.test(what, async t => {
    const raw = await rawOrigin(socket => {
      socket.on('data', () => socket.write(response));
    });
    const gateway = await Gateway.start({ upstream: raw.origin });
    t.teardown(async () => {
      await gateway.stop();
      await raw.stop();
    });
    t.match(await exchange(gateway.port, request), pattern);
    t.same(gateway.ends, ['complete']);
  });
}

t.test('a body that ends with the connection, for 1.1 and 1.0 clients; trailers', async t => {
  const raw = await rawOrigin(socket => {
    socket.on('data', chunk => {
      if (chunk.includes('/close')) socket.end('HTTP/1.1 200 OK\r\n\r\nall');
      else
        socket.write(
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\nall\r\n0\r\nX-T: 1\r\nSet-Cookie: evil=1\r\n\r\n',
        );
    });
  });
  const gateway = await Gateway.start({ upstream: raw.origin });
  t.teardown(async () => {
    await gateway.stop();
    await raw.stop();
  });
  t.equal(bodyOf(await exchange(gateway.port, get('/close'))), 'all');
  const old = await exchange(gateway.port, 'GET /close HTTP/1.0\r\n\r\n');
  t.match(old, /Connection: close\r\n[\s\S]*\r\nall$/);
  t.notMatch(old, /chunked/i);
  const trailers = await exchange(gateway.port, get('/trailers'));
  t.match(trailers, /Trailer: X-T\r\n[\s\S]*3\r\nall\r\n0\r\nX-T: 1\r\n\r\n$/);
  t.match(await exchange(gateway.port, 'GET /trailers HTTP/1.0\r\n\r\n'), /\r\n\r\nall$/);
});

t.test('server-sent events: the head at once, then each chunk as it comes', async t => {
  let send = (_: string): void => {};
  let ended = false;
  const origin = await httpOrigin((_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.flushHeaders();
    res.on('close', () => {
      ended = true;
    });
    send = text => res.write(text);
  });
  const gateway = await Gateway.start({ upstream: origin.origin });
  t.teardown(async () => {
    await gateway.stop();
    await origin.stop();
  });
  const client = new RawClient(gateway.port).send(get('/'));
  t.match(await client.until(text => text.includes('\r\n\r\n')), /text\/event-stream/);
  for (const event of ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']) {
    send(event);
    t.ok((await client.until(text => text.includes(event))).includes(event));
  }
  client.socket.destroy();
  while (!ended) await new Promise(setImmediate);
  while (gateway.ends.length === 0) await new Promise(setImmediate);
  t.same(gateway.ends, ['aborted']);
});

t.test('50 MB each way, byte for byte, without holding it', async t => {
  const size = 50 * 1_048_576;
  const chunk = Buffer.alloc(65_536, 'sekisho ');
  const origin = await httpOrigin((req, res) => {
    const hash = createHash('sha1');
    req.on('data', part => hash.update(part));
    req.on('end', () => {
      res.writeHead(200, { 'content-length': size, 'x-hash': hash.digest('hex') });
      let left = size;
      const write = (): void => {
        while (left > 0) {
          left -= chunk.length;
          if (!res.write(chunk)) {
            res.once('drain', write);
            return;
          }
        }
        res.end();
      };
      write();
    });
  });
  const gateway = await Gateway.start({ upstream: origin.origin, buffer: 100_000 });
  t.teardown(async () => {
    await gateway.stop();
    await origin.stop();
  });
  const sent = createHash('sha1');
  const got = createHash('sha1');
  let most = 0;
  const before = process.memoryUsage().rss;
  const upstreamHash = await new Promise<unknown>((resolve, reject) => {
    const req = request({
      port: gateway.port,
      host: '127.0.0.1',
      method: 'POST',
      headers: { 'content-length': size },
    });
    req.on('error', reject).on('response', res => {
      res.on('data', part => {
        got.update(part);
        most = Math.max(most, process.memoryUsage().rss - before);
      });
      res.on('end', () => resolve(res.headers['x-hash']));
    });
    let left = size;
    const write = (): void => {
      while (left > 0) {
        left -= chunk.length;
        sent.update(chunk);
        if (!req.write(chunk)) {
          req.once('drain', write);
          return;
        }
      }
      req.end();
    };
    write();
  });
  const expected = sent.digest('hex');
  t.equal(upstreamHash, expected);
  t.equal(got.digest('hex'), expected);
  t.ok(most < 100 * 1_048_576, `RSS grew by ${most >> 20} MiB for client, gateway and origin together`);
});

t.test('a client that does not read stops the upstream', async t => {
  let written = 0;
  const chunk = Buffer.alloc(65_536);
  const origin = await httpOrigin((_, res) => {
    const write = (): void => {
      do written += chunk.length;
      while (res.write(chunk) && written < 500 * 1_048_576);
      res.once('drain', write);
    };
    write();
  });
  const gateway = await Gateway.start({ upstream: origin.origin });
  t.teardown(async () => {
    await gateway.stop();
    await origin.stop();
  });
  const client = new RawClient(gateway.port).send(get('/'));
  await client.until(text => text.length > 0);
  client.socket.pause();
  let before = -1;
  while (written !== before) {
    before = written;
    await new Promise(resolve => setTimeout(resolve, 300));
  }
  t.ok(written < 50 * 1_048_576, `the origin could write ${written >> 20} MiB`);
  client.socket.resume();
  const read = written;
  await client.until(text => text.length > read + 1_048_576 + 65_536);
  t.pass('and goes on when it reads again');
  client.socket.destroy();
});

t.test('an upstream that does not read stops the client', async t => {
  const raw = await rawOrigin(socket => socket.pause());
  const gateway = await Gateway.start({ upstream: raw.origin });
  t.teardown(async () => {
    await gateway.stop();
    await raw.stop();
  });
  const client = new RawClient(gateway.port);
  client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${500 * 1_048_576}\r\n\r\n`);
  const chunk = Buffer.alloc(1_048_576);
  let sent = 0;
  let stuck = false;
  while (!stuck && sent < 400) {
    sent++;
    stuck = await new Promise<boolean>(resolve => {
      const timer = setTimeout(() => resolve(true), 500);
      client.socket.write(chunk, () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  }
  t.ok(stuck && sent < 60, `the client could send ${sent} MiB`);
  client.socket.destroy();
});

t.test('an upstream that answers early: the connection stays in step', async t => {
  const raw = await rawOrigin(socket => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nearly'));
  });
  const gateway = await Gateway.start({ upstream: raw.origin });
  t.teardown(async () => {
    await gateway.stop();
    await raw.stop();
  });
  const client = new RawClient(gateway.port);
  client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\n');
  await client.send('GET /smuggled').until(text => text.endsWith('early'));
  client.send(' HTTP/1.1\r\nHost: a\r\n\r\n'.padEnd(27, 'x'));
  client.send('GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await client.end();
  t.same(
    gateway.heads.map(head => head.target),
    ['/', '/next'],
  );
});

t.test('hooks: a response held back never reaches the client; a hook that throws fails closed', async t => {
  const origin = await httpOrigin((_, res) => res.end('secret'));
  t.teardown(() => origin.stop());
  const held = await Gateway.start({
    upstream: origin.origin,
    hooks: {
      head: head => {
        t.equal(head.status, 200);
        return { kind: 'block', status: 403, reason: 'rule', by: 1 };
      },
    },
  });
  const broken = await Gateway.start({
    upstream: origin.origin,
    hooks: {
      head: () => {
        throw new Error('broken');
      },
    },
  });
  t.teardown(() => held.stop());
  t.teardown(() => broken.stop());
  const text = await exchange(held.port, get('/'));
  t.match(text, /^HTTP\/1\.1 403 [\s\S]*held back$/);
  t.notMatch(text, /secret/);
  t.same(held.ends, ['refused']);
  t.match(await exchange(broken.port, get('/')), /^HTTP\/1\.1 500 /);
  t.match(broken.faults[0], { source: 'gateway', code: 'response-hook' });
});
