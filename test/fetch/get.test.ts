import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { type GetOptions, get, mayReach } from '../../src/fetch/index.js';

const OPTIONS: GetOptions = {
  etag: null,
  lastModified: null,
  timeout: 5_000,
  maxBytes: 1_000,
  allowPrivate: true,
  userAgent: 'test',
};

async function start(t: Test, handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('addresses that are never reached, in every form that holds them', async t => {
  for (const address of [
    ...[
      '127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.100.100.200',
      '0.0.0.0',
    ],
    ...['168.63.129.16', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00:ec2::254', 'ff02::1'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001:0:1::'],
    ...['fe80::1%eth0', '010.0.0.1', '127.1', 'localhost', ''],
  ])
    t.notOk(mayReach(address), address);
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1', '2a00:1450::1'])
    t.ok(mayReach(address), address);
});

t.test('private addresses: by address, by name, and behind a redirect', async t => {
  let asked = 0;
  const url = await start(t, (_req, res) => {
    asked++;
    res.end('secret');
  });
  const guarded = { ...OPTIONS, allowPrivate: false };
  await t.rejects(get(url, guarded), /127\.0\.0\.1 is a private, local or reserved address/);
  await t.rejects(
    get(url.replace('127.0.0.1', 'localhost'), guarded),
    /localhost: (127\.0\.0\.1|::1) is a private/,
  );
  await t.rejects(get(url.replace('127.0.0.1', '0x7f.1'), guarded), /127\.0\.0\.1 is a private/);
  await t.rejects(get(url.replace('127.0.0.1', '[::ffff:127.0.0.1]'), guarded), /is a private/);
  t.equal(asked, 0, 'no connection was made');
  await t.rejects(get('ftp://example.org/', guarded), /neither http nor https/);
});

t.test('conditions, redirects, sizes and times', async t => {
  const seen: (string | undefined)[] = [];
  const url = await start(t, (req, res) => {
    if (req.url === '/list') {
      seen.push(req.headers['if-none-match'], req.headers['if-modified-since']);
      if (req.headers['if-none-match'] === '"1"') res.writeHead(304).end();
      else
        res
          .writeHead(200, { etag: '"1"', 'last-modified': 'Tue, 24 Nov 2026 00:00:00 GMT' })
          .end('192.0.2.1\n');
    } else if (req.url === '/moved') res.writeHead(302, { location: '/list' }).end();
    else if (req.url === '/loop') res.writeHead(302, { location: '/loop' }).end();
    else if (req.url === '/metadata') res.writeHead(302, { location: 'file:///etc/passwd' }).end();
    else if (req.url === '/large') res.end(Buffer.alloc(1_001));
    else if (req.url === '/unchanged') res.writeHead(304).end();
    else if (req.url === '/endless') res.write('.');
    else res.writeHead(500).end();
  });
  const first = await get(`${url}/moved`, OPTIONS);
  if (first.kind !== 'fetched') throw new Error('nothing came');
  t.equal(first.body.toString(), '192.0.2.1\n');
  const { etag, lastModified } = first;
  t.same(await get(`${url}/list`, { ...OPTIONS, etag, lastModified }), { kind: 'unchanged' });
  t.same(seen, [undefined, undefined, '"1"', 'Tue, 24 Nov 2026 00:00:00 GMT']);
  await t.rejects(get(`${url}/loop`, OPTIONS), /more than 5 redirects/);
  await t.rejects(get(`${url}/metadata`, OPTIONS), /neither http nor https/);
  await t.rejects(get(`${url}/large`, OPTIONS), /larger than 1000 bytes/);
  await t.rejects(get(`${url}/endless`, { ...OPTIONS, timeout: 200 }), /no end within 200 ms/);
  await t.rejects(get(`${url}/unchanged`, OPTIONS), /answered 304 to a request without conditions/);
  await t.rejects(get(`${url}/none`, OPTIONS), /answered 500/);
});
