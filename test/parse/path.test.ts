import fc from 'fast-check';
import t from 'tap';
import { normalisePath } from '../../src/parse/index.js';
import { byteString, utf8 } from './limits.js';

t.test('unambiguous paths', async t => {
  for (const [target, path] of [
    ['/', '/'],
    ['/a/b.html?c=/../d', '/a/b.html'],
    ['/WP-ADMIN', '/WP-ADMIN'],
    ['/a/', '/a/'],
    ['/.well-known/x', '/.well-known/x'],
    ['/a..b/c', '/a..b/c'],
    ["/a!$&'()*+,=:@~_-", "/a!$&'()*+,=:@~_-"],
    ['/a%20b', '/a b'],
    ['/%e6%97%a5', utf8('/日')],
    [utf8('/日'), utf8('/日')],
    ['/a?', '/a'],
  ]) {
    t.same(normalisePath(target), { path, ambiguous: false, readings: [] }, target);
  }
});

t.test('disguises lead to the same path and are ambiguous', async t => {
  for (const target of [
    '//wp-admin',
    '/%77p-admin',
    '/a/../wp-admin',
    '/a/%2e%2e/wp-admin',
    '/a/.%2E/wp-admin',
    '/a/..;x=1/wp-admin',
    '/../../wp-admin',
    '/./wp-admin',
    '/wp-admin;x',
    '/wp-admin;x?y',
    '/wp-admin%3bx',
    '/;x/wp-admin',
    '/%2fwp-admin',
    '\\wp-admin',
    '/\\wp-admin',
    '/%5cwp-admin',
    '/a\\..\\wp-admin',
    '/wp-admin#x',
    '/wp-admin#/../x',
    'http://example.jp/wp-admin',
    'http://example.jp\\wp-admin',
    'wp-admin',
    '/x/y/..///..//wp-admin',
  ]) {
    t.match(normalisePath(target), { path: '/wp-admin', ambiguous: true }, target);
  }
});

t.test('other ambiguous targets', async t => {
  for (const [target, path] of [
    ['', '/'],
    ['*', '/*'],
    ['example.jp:443', '/example.jp:443'],
    ['http://example.jp', '/'],
    ['http://example.jp?a', '/'],
    ['/wp-admin%2f', '/wp-admin/'],
    ['/wp-admin//', '/wp-admin/'],
    ['/a/b/..', '/a/'],
    ['/a/.', '/a/'],
    ['/..', '/'],
    ['/wp-admin.', '/wp-admin.'],
    ['/wp-admin%20', '/wp-admin '],
    ['/wp-admin%00.jpg', '/wp-admin\0.jpg'],
    ['/a%0d%0ab', '/a\r\nb'],
    ['/a%7f', '/a\x7f'],
    ['/a%3fb', '/a?b'],
    ['/a%23b', '/a#b'],
    ['/a%25%32%66b', '/a%2fb'],
    ['/a%252fb', '/a%2fb'],
    ['/a%zz', '/a%zz'],
    ['/a%', '/a%'],
    ['/%u002fa', '/%u002fa'],
    ['/a b', '/a b'],
    ['/%c0%af', '/\xc0\xaf'],
    ['/\xff', '/\xff'],
  ]) {
    t.match(normalisePath(target), { path, ambiguous: true }, target);
  }
});

const targets = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '/',
        '.',
        '..',
        '%2e',
        '%2f',
        '%5c',
        '\\',
        ';',
        '?',
        '#',
        '%',
        '%25',
        '%41',
        'a',
        'B',
        '\xc3\xa9',
      ),
      fc.constantFrom(' ', '\0', ':', 'http://', '%c3%a9', '%20', '%0a', '*', '\xff'),
    ),
    { maxLength: 16 },
  )
  .map(parts => parts.join(''));

t.test('property: the result is normal', async t => {
  fc.assert(
    fc.property(
      fc.oneof(
        targets,
        targets.map(target => `/${target}`),
      ),
      target => {
        const { path, ambiguous } = normalisePath(target);
        t.match(path, /^\//);
        t.notMatch(path, /\/\/|\\|;|\/\.\.?(\/|$)/);
        if (!ambiguous) t.equal(normalisePath(path).path, path);
      },
    ),
    { numRuns: 1000 },
  );
});

t.test('property: what is not ambiguous is what every reader makes of it', async t => {
  fc.assert(
    fc.property(targets, rest => {
      const target = `/${rest}`;
      const { path, ambiguous } = normalisePath(target);
      if (ambiguous) return;
      // URL takes a raw byte for a character: escape it first, as a client does.
      const escaped = target.replace(/[\x80-\xff]/g, char => `%${char.charCodeAt(0).toString(16)}`);
      t.equal(utf8(decodeURIComponent(new URL(`http://h${escaped}`).pathname)), path);
    }),
    { numRuns: 1000 },
  );
});

t.test('property: total', async t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), bytes => {
      t.match(normalisePath(byteString([...bytes])).path, /^\//);
    }),
  );
});

t.test('an ambiguous path comes with what else an upstream may read', async t => {
  for (const [target, reading] of [
    ['/a/../x?q', '/a/../x'],
    ['/a/%2e%2e/x', '/a/%2e%2e/x'],
    ['//a/..;p/x', '/a/../x'],
    ['/./a/..%2fx', '/a/../x'],
    ['/a./b%20/', '/a/b/'],
    ['/%2561/x', '/a/x'],
    ['http://h/a/../x', '/a/../x'],
  ]) {
    const { ambiguous, readings } = normalisePath(target);
    t.ok(ambiguous, target);
    t.ok(readings.includes(reading), `${target}: ${readings.join(' ')}`);
    t.ok(readings.length <= 3);
  }
});
