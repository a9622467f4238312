import fc from 'fast-check';
import t from 'tap';
import { absoluteTarget, RequestHead } from '../../src/core/index.js';
import { effectiveHost, hostName } from '../../src/listen/index.js';

t.test('hostName', async t => {
  const cases: readonly [authority: string, name: string | null][] = [
    ['', ''],
    ['Example.JP', 'example.jp'],
    ['example.jp:8080', 'example.jp'],
    ['example.jp:', 'example.jp'],
    ['example.jp.', 'example.jp'],
    ['a_b.example', 'a_b.example'],
    ['[2001:DB8::1]:443', '[2001:db8::1]'],
    ['[::1]', '[::1]'],
    ['192.0.2.1', '192.0.2.1'],
    ['user@example.jp', null],
    ['example.jp:80:90', null],
    ['example.jp:port', null],
    ['example.jp:123456', null],
    ['a b', null],
    ['a/b', null],
    ['a%41', null],
    ['a,b', null],
    ['[::1', null],
    ['[]', null],
    ['[::1]x', null],
    [':80', null],
    ['.', null],
    ['\xc3.example', null],
  ];
  for (const [authority, name] of cases) t.equal(hostName(authority), name, JSON.stringify(authority));
});

t.test('hostName: what it accepts is lower case and made of name characters', async t => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), authority => {
      const name = hostName(authority);
      return name === null || name === '' || /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(name);
    }),
  );
  t.pass();
});

t.test('the authority of a target in absolute form wins over Host', async t => {
  const host = (target: string): string =>
    effectiveHost(new RequestHead('GET', target, '1.1', ['Host', 'h']));
  t.equal(host('/'), 'h');
  t.equal(host('http://x.y:8/p'), 'x.y:8');
  t.equal(host('HTTPS://x'), 'x');
  t.equal(host('http://x?q'), 'x');
  t.equal(host('*'), 'h');
  t.same(absoluteTarget('http://x.y?q'), { authority: 'x.y', path: '/?q' });
  t.same(absoluteTarget('http://x#f'), { authority: 'x', path: '/#f' });
  t.equal(absoluteTarget('httpx://y/'), null);
});
