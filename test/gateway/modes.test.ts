import t from 'tap';
import { TestGateway } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

const ATTACK = '?q=attack';

async function statuses(port: number, targets: readonly string[]): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const target of targets)
    found[target] = (await askOnce(port, request(`GET ${target}${ATTACK}`))).status;
  return found;
}

t.test('off: nothing is inspected, everything is counted; the gate holds', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- { hosts: ['*'], upstream: UPSTREAM, waf: { mode: off }, gate: { paths: [{ match: /admin/, deny: all }] } }`;
  const gateway = await TestGateway.start(t, { sites, upstream: origin.url });
  t.equal((await askOnce(gateway.port, request(`GET /${ATTACK}`))).status, 200);
  t.equal((await askOnce(gateway.port, request('POST /', [], 'q=attack'))).status, 200);
  t.equal((await askOnce(gateway.port, request('GET /admin/'))).status, 403);
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'mode-off' }), 2);
  t.equal(await gateway.metric('sekisho_uninspected_bytes_total', { reason: 'mode-off' }), 8);
  t.equal(origin.arrivals[1].body.toString(), 'q=attack');
});

t.test('detect: the request goes on, and the log says what would have been', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- { hosts: ['*'], upstream: UPSTREAM, waf: { mode: detect } }`;
  const gateway = await TestGateway.start(t, { sites, upstream: origin.url });
  t.equal((await askOnce(gateway.port, request(`GET /${ATTACK}`))).status, 200);
  const [line] = await gateway.audit(1);
  t.match(line, {
    outcome: 'forwarded',
    verdict: 'block',
    detectedOnly: true,
    by: 1001,
    response: { status: 200 },
  });
  t.equal(origin.arrivals.length, 1);
});

t.test('a path that loosens loosens itself alone', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- hosts: ['*']
  upstream: UPSTREAM
  waf: { mode: block, paths: [{ match: /blog/, mode: off }, { match: /blog/admin/, mode: block }] }`;
  const gateway = await TestGateway.start(t, { sites, upstream: origin.url });
  t.match(
    await statuses(gateway.port, [
      ...['/blog/', '/blog/a', '/', '/blog', '/blogs', '/Blog/', '/blog/admin/'],
      ...['/blog/../admin', '/blog/..%2fadmin', '/blog/%2e%2e/admin', '/blog/..;/admin', '/blog/..\\admin'],
      ...['//blog/', '/./blog/', '/x/../blog/', '/blog/;a', '/blog//x', '/blog/a%2fb', '/blog/%zz'],
      ...['http://www.example.jp/blog/', '/blog/x#/', '/blog/%00', '/blog/.', '/blog/a.'],
    ]),
    {
      '/blog/': 200,
      '/blog/a': 200,
      '/': 403,
      '/blog': 403,
      '/blogs': 403,
      '/Blog/': 403,
      '/blog/admin/': 403,
      '/blog/../admin': 403,
      '/blog/..%2fadmin': 403,
      '/blog/%2e%2e/admin': 403,
      '/blog/..;/admin': 403,
      '/blog/..\\admin': 403,
      '//blog/': 403,
      '/./blog/': 403,
      '/x/../blog/': 403,
      '/blog/;a': 403,
      '/blog//x': 403,
      '/blog/a%2fb': 403,
      '/blog/%zz': 403,
      'http://www.example.jp/blog/': 403,
      '/blog/%00': 403,
    },
  );
});

t.test('a path that tightens holds for every way to write it', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- hosts: ['*']
  upstream: UPSTREAM
  waf: { mode: off, paths: [{ match: /admin/, mode: block }] }`;
  const gateway = await TestGateway.start(t, { sites, upstream: origin.url });
  const tight = [
    ...[
      '/admin/',
      '/admin/x',
      '/admin',
      '/ADMIN/',
      '/Admin',
      '//admin/',
      '/./admin/',
      '/x/../admin/',
      '/blog/..%2fadmin/',
    ],
    ...[
      '/%61dmin/',
      '/admin%2f',
      '/admin;x/',
      '/admin;x',
      '/\\admin/',
      '/admin/./',
      'http://www.example.jp/admin/',
    ],
    // What an upstream that does not resolve them would still take for something below /admin/.
    ...['/admin/../x', '/admin/%2e%2e/x', '/admin/..;/x'],
  ];
  const found = await statuses(gateway.port, tight);
  t.strictSame(found, Object.fromEntries(tight.map(target => [target, 403])));
  t.match(await statuses(gateway.port, ['/', '/administrator', '/blog/']), {
    '/': 200,
    '/administrator': 200,
    '/blog/': 200,
  });
});

t.test('exclusions below a path do not hold for an ambiguous one', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- hosts: ['*']
  upstream: UPSTREAM
  waf: { exclude: [{ rule: 1001, path: /blog/ }] }`;
  const gateway = await TestGateway.start(t, { sites, upstream: origin.url });
  t.match(
    await statuses(gateway.port, ['/blog/x', '/', '/blog/..%2fadmin', '/blog/%2e%2e/x', '/x/..%2fblog/']),
    {
      '/blog/x': 200,
      '/': 403,
      '/blog/..%2fadmin': 403,
      '/blog/%2e%2e/x': 403,
      '/x/..%2fblog/': 403,
    },
  );
});

t.test('an unknown Host: 421, in every form', async t => {
  const origin = await WireOrigin.start(t);
  const sites = `- { hosts: [www.example.jp, "*.shop.example"], upstream: UPSTREAM }`;
  const gateway = await TestGateway.start(t, { sites, upstream: origin.url });
  for (const [line, headers, status] of [
    ['GET /', ['Host: www.example.jp'], 200],
    ['GET /', ['Host: WWW.EXAMPLE.JP:8080'], 200],
    ['GET /', ['Host: www.example.jp.'], 200],
    ['GET /', ['Host: a.shop.example'], 200],
    ['GET /', ['Host: a.b.shop.example'], 200],
    ['GET /', ['Host: shop.example'], 421],
    ['GET /', ['Host: other.example'], 421],
    ['GET /', ['Host: 127.0.0.1'], 421],
    ['GET /', ['Host: '], 400],
    ['GET http://www.example.jp/', ['Host: other.example'], 200],
    ['GET http://other.example/', ['Host: www.example.jp'], 421],
    ['GET /', ['Host: www.example.jp@evil.example'], 400],
    ['GET /', ['Host: www.example.jp', 'Host: www.example.jp'], 400],
    ['GET /', ['Host: b\xfccher.example'], 400],
  ] as const) {
    t.equal(
      (await askOnce(gateway.port, request(line, headers))).status,
      status,
      `${line} ${headers.join(', ')}`,
    );
  }
  t.equal((await askOnce(gateway.port, 'GET / HTTP/1.0\r\n\r\n')).status, 421, 'HTTP/1.0 without Host');
  t.equal((await askOnce(gateway.port, 'GET / HTTP/1.1\r\n\r\n')).status, 400, 'HTTP/1.1 without Host');
});

t.test(
  'an X-Forwarded-For that cannot be read: 400 from a trusted proxy, ignored from anyone else',
  async t => {
    const origin = await WireOrigin.start(t);
    for (const [trusted, status] of [
      ['127.0.0.1', 400],
      ['192.0.2.1', 200],
    ] as const) {
      const gateway = await TestGateway.start(t, {
        upstream: origin.url,
        more: `trustedProxies: ${trusted}`,
      });
      for (const value of [
        'unknown',
        '',
        '1.2.3',
        '1.2.3.4.5',
        '999.1.1.1',
        '0x7f.1',
        'localhost',
        '1.2.3.4, ',
        '_hidden',
        '::g',
      ]) {
        const answer = await askOnce(gateway.port, request('GET /', [`X-Forwarded-For: ${value}`]));
        t.equal(answer.status, status, `${JSON.stringify(value)} while ${trusted} is trusted`);
      }
      for (const value of ['8.8.8.8', '2001:db8::1', '"nonsense", 8.8.8.8']) {
        const answer = await askOnce(gateway.port, request('GET /', [`X-Forwarded-For: ${value}`]));
        t.equal(answer.status, 200, `${JSON.stringify(value)} while ${trusted} is trusted`);
      }
    }
  },
);
