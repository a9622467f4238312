import fc from 'fast-check';
import t from 'tap';
import type { z } from 'zod';
import { listenAddresses, misalignedNetwork, network } from '../../src/config/schema/address.js';
import { country } from '../../src/config/schema/countries.js';
import { host, upstream } from '../../src/config/schema/host.js';
import { pathPrefix } from '../../src/config/schema/path.js';
import { duration, MIB, size } from '../../src/config/schema/units.js';
import { nearest } from '../../src/core/index.js';

/** What a schema makes of each value; null is a refusal. */
function table(t: Tap, schema: z.ZodType, rows: readonly (readonly [unknown, unknown])[]): void {
  for (const [written, expected] of rows) {
    const result = schema.safeParse(written);
    t.same(result.success ? result.data : null, expected, JSON.stringify(written));
  }
}
type Tap = Pick<typeof t, 'same'>;

t.test('durations, in milliseconds', t => {
  table(t, duration, [
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['10', 10_000],
    [10, 10_000],
    [0.25, 250],
    ['596h', 2_145_600_000],
    ['597h', null],
    ['0', null],
    ['0.1ms', null],
    [-1, null],
    [1e300, null],
    ['10 s', null],
    ['10d', null],
    ['1e3', null],
    ['1m30s', null],
    [true, null],
  ]);
  t.end();
});

t.test('sizes, in bytes', t => {
  table(t, size(256 * MIB), [
    [13_107_200, 13_107_200],
    ['128k', 131_072],
    ['128K', 131_072],
    ['128KiB', 131_072],
    ['12.5MiB', 13_107_200],
    ['1m', MIB],
    ['512b', 512],
    ['256m', 256 * MIB],
    ['257m', null],
    ['1g', null],
    ['12MB', null],
    [0, null],
    [1.5, null],
    ['', null],
  ]);
  t.end();
});

t.test('hosts', t => {
  table(t, host, [
    ['*', '*'],
    ['WWW.Example.JP', 'www.example.jp'],
    ['*.例え.jp', '*.xn--r8jz45g.jp'],
    ['localhost', 'localhost'],
    ['a_b.example', 'a_b.example'],
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '[::1]'],
    ['::1', null],
    ['[fe80::1%eth0]', null],
    ['a.example.', null],
    ['a..example', null],
    ['-a.example', null],
    ['*a.example', null],
    ['a.*.example', null],
    ['a b', null],
    ['a.example:80', null],
    ['0x7f.1', null],
    [`${'a'.repeat(64)}.example`, null],
    [`${'a.'.repeat(130)}example`, null],
  ]);
  t.end();
});

t.test('upstreams', t => {
  table(t, upstream, [
    ['http://10.0.0.5:8080', 'http://10.0.0.5:8080'],
    ['http://10.0.0.5:80/', 'http://10.0.0.5'],
    ['https://[2001:DB8::1]:8443', 'https://[2001:db8::1]:8443'],
    ['http://user:secret@10.0.0.5', null],
    ['http://10.0.0.5/app', null],
    ['http://10.0.0.5?x', null],
    ['http://', null],
    ['http://a:99999', null],
    ['unix:///run/app.sock', null],
    ['10.0.0.5:8080', null],
  ]);
  t.end();
});

t.test('listening addresses', t => {
  table(t, listenAddresses('127.0.0.1'), [
    [80, [{ host: '127.0.0.1', port: 80 }]],
    ['80', [{ host: '127.0.0.1', port: 80 }]],
    [':80', [{ host: '127.0.0.1', port: 80 }]],
    ['*:80', [{ host: '::', port: 80 }]],
    ['localhost:80', [{ host: 'localhost', port: 80 }]],
    ['[::1]:80', [{ host: '::1', port: 80 }]],
    [0, [{ host: '127.0.0.1', port: 0 }]],
    ['off', []],
    [false, []],
    [[], []],
    ['::1:80', null],
    ['[127.0.0.1]:80', null],
    ['host:80', null],
    ['80 ', null],
    [65_536, null],
    [-1, null],
    [true, null],
  ]);
  t.end();
});

t.test('networks', t => {
  table(t, network, [
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0/8', null],
    ['10.0.0.0/', null],
    ['10.0.0.0/33', null],
    ['::/129', null],
    ['10.0.0.0/255.0.0.0', null],
    ['0x0a.0.0.1', null],
    ['010.0.0.1', null],
    ['fe80::1%eth0', null],
    ['10.0.0.0/8/8', null],
    ['', null],
  ]);
  t.equal(misalignedNetwork('10.1.0.0/8'), '10.0.0.0/8');
  t.equal(misalignedNetwork('2001:db8::1/32'), '2001:db8::/32');
  t.equal(misalignedNetwork('10.0.0.0/8'), null);
  t.equal(misalignedNetwork('10.0.0.1'), null);
  t.end();
});

t.test('whatever passes as a network can be asked for its alignment', t => {
  const digits = fc.stringMatching(/^[0-9a-f:./%x]{1,24}$/);
  fc.assert(
    fc.property(
      fc.oneof(
        digits,
        fc.tuple(fc.ipV4(), fc.nat(40)).map(([a, n]) => `${a}/${n}`),
        fc.tuple(fc.ipV6(), fc.nat(140)).map(([a, n]) => `${a}/${n}`),
      ),
      text => {
        const result = network.safeParse(text);
        if (result.success) misalignedNetwork(result.data);
      },
    ),
    { numRuns: 2000 },
  );
  t.end();
});

t.test('paths come out as requests do: decoded once, in bytes', t => {
  table(t, pathPrefix, [
    ['/', '/'],
    ['/wp-admin/', '/wp-admin/'],
    ['/%61dmin', '/admin'],
    ['/a%2fb', '/a/b'],
    ['/é', '/\u00c3\u00a9'],
    ['/%C3%A9', '/\u00c3\u00a9'],
    ['/a%3Fb', '/a?b'],
    ['/a/%2e%2e/b', null],
    ['/a//b', null],
    ['/a/%2fb', null],
    ['/a/.', null],
    ['/a%5cb', null],
    ['/a%3bb', null],
    ['/a%2', null],
    ['/..a/', '/..a/'],
    ['a', null],
    ['', null],
    ['/a\nb', null],
  ]);
  t.end();
});

t.test('countries', t => {
  table(t, country, [
    ['jp', 'JP'],
    ['GB', 'GB'],
    ['XK', 'XK'],
    ['UK', null],
    ['EU', null],
    ['ZZ', null],
    ['JPN', null],
    [false, null],
  ]);
  t.end();
});

t.test('the nearest key', t => {
  const keys = ['hosts', 'upstream', 'bodyLimit', 'gate', 'waf'];
  t.equal(nearest('host', keys), 'hosts');
  t.equal(nearest('upsteram', keys), 'upstream');
  t.equal(nearest('bodylimit', keys), 'bodyLimit');
  t.equal(nearest('wfa', keys), 'waf');
  t.equal(nearest('zzz', keys), null);
  t.equal(nearest('x'.repeat(1_000_000), keys), null);
  t.end();
});
