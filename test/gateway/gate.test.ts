import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { loadConfig } from '../../src/config/index.js';
import { Gateway } from '../../src/gateway/index.js';
import { TempFolder } from '../support/folder.js';
import { AMERICA, JAPAN, NOWHERE, TestGateway } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

const OFFICE = '203.0.113.9';
const SCANNER = '192.0.2.200';

async function start(
  t: Test,
  gate: string,
): Promise<(ip: string, target?: string, host?: string) => Promise<number>> {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, {
    upstream: origin.url,
    more: `trustedProxies: [127.0.0.1, 10.0.0.0/8]
lists: { office: { cidrs: [203.0.113.0/26, "2001:db8:1::/48"] }, scanners: { cidrs: [192.0.2.128/25] } }`,
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: ${gate} }`,
  });
  return async (ip, target = '/', host = 'www.example.jp') =>
    (await askOnce(gateway.port, request(`GET ${target}`, [`Host: ${host}`, `X-Forwarded-For: ${ip}`])))
      .status;
}

t.test('deny, allow, only and countries', async t => {
  const from = await start(
    t,
    '{ countries: { only: [JP] }, allow: [office], deny: [scanners, 133.11.7.0/24] }',
  );
  t.equal(await from(JAPAN), 200);
  t.equal(await from('2001:200::1'), 200, 'IPv6 from Japan');
  t.equal(await from(AMERICA), 403);
  t.equal(await from(NOWHERE), 403, 'unknown country');
  t.equal(await from('133.11.7.7'), 403, 'denied, though from Japan');
  t.equal(await from(SCANNER), 403);
  t.equal(await from(OFFICE), 200, 'allowed, though from no country');
  t.equal(await from('2001:db8:1::7'), 200);
  t.equal(await from('203.0.113.99'), 403, 'beside the office');
  t.equal(await from('::ffff:8.8.8.8'), 403, 'IPv4 as IPv6');
  t.equal(await from(`::ffff:${OFFICE}`), 200);
  const only = await start(t, '{ only: [office] }');
  t.equal(await only(OFFICE), 200);
  t.equal(await only(JAPAN), 403);
});

t.test('X-Forwarded-For: the last address that no trusted proxy has', async t => {
  const from = await start(t, '{ only: [office] }');
  t.equal(await from(`${AMERICA}, ${OFFICE}`), 200, 'what a proxy appended counts');
  t.equal(await from(`${OFFICE}, ${AMERICA}`), 403, 'what the client claimed does not');
  t.equal(await from(`${OFFICE}, 10.1.2.3`), 200, 'trusted proxies are passed over');
  t.equal(await from(`${OFFICE}, ${AMERICA}, 10.1.2.3`), 403);
  t.equal(await from(`${OFFICE}:4711`), 200, 'with a port');
});

t.test('the gate holds before the rules and in every mode; allow does not skip the rules', async t => {
  const from = await start(t, '{ allow: [office] }');
  t.equal(await from(OFFICE, '/?q=attack'), 403);
  const gateway = await TestGateway.start(t, {
    more: 'trustedProxies: [127.0.0.1]',
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: { deny: all }, waf: { mode: detect } }`,
  });
  t.equal((await askOnce(gateway.port, request('GET /?q=attack'))).status, 403);
  const [line] = await gateway.audit(1);
  t.match(line, { outcome: 'refused', verdict: 'block', reason: 'deny' });
  t.strictSame(line.rules, [], 'no rule ran');
});

t.test('a path for the office only cannot be written around', async t => {
  const from = await start(
    t,
    '{ paths: [{ match: /wp-admin/, only: [office] }, { match: /wp-login.php, only: [office] }] }',
  );
  const written = [
    ...[
      '/wp-admin/',
      '/wp-admin',
      '/wp-admin/x.php',
      '//wp-admin',
      '//wp-admin/',
      '/%77p-admin',
      '/%77p-admin/',
      '/a/../wp-admin',
    ],
    ...[
      '/wp-admin;x',
      '/wp-admin;x/',
      '/WP-ADMIN',
      '/Wp-Admin/',
      '/wp-admin%2f',
      '/wp-admin%2Fx',
      '/./wp-admin',
      '/wp-admin/.',
      '/wp-admin?x',
    ],
    ...[
      '/wp-admin#x',
      '/\\wp-admin\\',
      '/wp-admin%5c',
      '/a/%2e%2e/wp-admin',
      '/a/..%2fwp-admin',
      '/%2fwp-admin',
      '/a//..//wp-admin/',
    ],
    ...[
      'http://www.example.jp/wp-admin',
      'http://www.example.jp//wp-admin/',
      '/wp-login.php',
      '/wp-login.php/x',
      '/wp-login.php;x?y',
    ],
    ...[
      '/wp%2dlogin.php',
      '/WP-LOGIN.PHP',
      '/wp-login%2ephp',
      '/..;/wp-admin/',
      '/..%5cwp-admin',
      '/wp-admin/..%2fwp-admin/',
    ],
    // `/x` to us, but not to an upstream that routes before it resolves dots, decodes twice, or drops a name's last dots.
    ...[
      '/wp-admin/../x',
      '/wp-admin/%2e%2e/x',
      '//wp-admin/..;/x',
      '/.//WP-admin/..%2fx',
      '/%2577p-admin/',
      '/wp-admin./x',
      '/wp-admin%20/x',
    ],
  ];
  for (const target of written) t.equal(await from(JAPAN, target), 403, target);
  for (const target of [
    '/',
    '/wp-administrator',
    '/wp-content/',
    '/?wp-admin/',
    '/a/wp-admin/',
    '/blog/../x',
  ]) {
    t.equal(await from(JAPAN, target), 200, target);
  }
  for (const target of written) t.equal(await from(OFFICE, target), 200, `the office: ${target}`);
});

t.test('examples/hosting-jp.yaml does what it says', async t => {
  const folder = new TempFolder(t);
  cpSync(fileURLToPath(new URL('../../examples', import.meta.url)), folder.path, { recursive: true });
  const [wordpress, shop, fresh] = await Promise.all([1, 2, 3].map(() => WireOrigin.start(t)));
  const file = folder.file('hosting-jp.yaml');
  const adapted = readFileSync(file, 'utf8')
    .replace('http: 80', 'http: 127.0.0.1:0\n  admin: 127.0.0.1:0\nlog: { access: off }')
    .replace('trustedProxies: [', 'trustedProxies: [127.0.0.1, ')
    .replace('http://10.0.0.5:8080', wordpress.url)
    .replace('http://10.0.0.6:8080', shop.url)
    .replace('http://10.0.0.7:8080', fresh.url)
    .replace(/listen: (3306|2083|25|587|993),/g, 'listen: 127.0.0.1:0,')
    .replace(/upstream: 10\.0\.0\.[89]:\d+/g, `upstream: '127.0.0.1:${wordpress.port}'`);
  writeFileSync(file, adapted);
  const gateway = await Gateway.start(loadConfig(file), pino({ level: 'silent' }));
  t.teardown(() => gateway.close(200));
  const [{ port }] = gateway.addresses;
  const ask = async (host: string, ip: string, target: string): Promise<{ status: number; text: string }> =>
    askOnce(port, request(`GET ${target}`, [`Host: ${host}`, `X-Forwarded-For: ${ip}`, 'Accept: text/html']));
  const XSS = '/?q=%3Cscript%3Ealert(1)%3C/script%3E';
  for (const [host, ip, target, status] of [
    ['www.example.jp', JAPAN, '/', 200],
    ['example.jp', JAPAN, '/wp-content/style.css', 200],
    ['www.example.jp', AMERICA, '/', 403],
    ['www.example.jp', '198.51.100.64', '/', 200],
    ['www.example.jp', OFFICE, '/wp-admin/', 200],
    ['www.example.jp', JAPAN, '/wp-admin/', 403],
    ['www.example.jp', '198.51.100.64', '/wp-login.php', 403],
    ['www.example.jp', JAPAN, XSS, 403],
    ['www.example.jp', OFFICE, XSS, 403],
    ['a.shop.example', JAPAN, '/', 200],
    ['a.shop.example', SCANNER, '/', 403],
    ['new.example.invalid', JAPAN, XSS, 200],
    ['new.example.invalid', AMERICA, '/', 403],
    ['unknown.example', JAPAN, '/', 421],
  ] as const) {
    t.equal((await ask(host, ip, target)).status, status, `${host}${target} from ${ip}`);
  }
  const streams = ['mysql', 'panel', 'smtp'].map(name => gateway.streamAddresses.get(name)?.[0].port ?? 0);
  const reached = [];
  for (const stream of streams)
    reached.push((await askOnce(stream, request('GET /', ['Host: a']))).status === 200);
  t.same(reached, [false, false, true], 'database closed, panel from the office, mail from anywhere');
  const punycode = new URL('http://ショップ.example').hostname;
  t.equal((await ask(punycode, JAPAN, '/')).status, 200, `the international name, as ${punycode}`);
  t.match((await ask('www.example.jp', AMERICA, '/')).text, /<html/i, 'the site’s own block page');
  t.equal(fresh.arrivals.length, 1, 'what is only detected arrives');
  await gateway.close(200);
  t.match(readFileSync(folder.file('audit.jsonl'), 'utf8'), /"detectedOnly":true/);
});
