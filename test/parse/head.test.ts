import fc from 'fast-check';
import t from 'tap';
import type { Pair } from '../../src/core/index.js';
import { parseHead } from '../../src/parse/index.js';
import { byteString, head, LIMITS } from './limits.js';

const query = (text: string) => parseHead(head(`/?${text}`), LIMITS);
const pairs = (list: readonly Pair[]) => list.map(({ name, value }) => [name, value]);

t.test('request line and the parts of the target', async t => {
  const parsed = parseHead(head('/a/b%20c.php?x=1&y=%41', 'content-type', ' Text/HTML ; charset=x'), LIMITS);
  t.match(parsed, {
    requestLine: 'GET /a/b%20c.php?x=1&y=%41 HTTP/1.1',
    uri: '/a/b%20c.php?x=1&y=%41',
    filename: '/a/b%20c.php',
    basename: 'b%20c.php',
    decodedUri: '/a/b c.php?x=1&y=A',
    decodedFilename: '/a/b c.php',
    decodedBasename: 'b c.php',
    queryString: 'x=1&y=%41',
    urlEncodedError: false,
    mediaType: 'text/html',
    error: null,
  });
});

t.test('the absolute form loses scheme and authority in uri, not in requestLine', async t => {
  for (const [target, uri] of [
    ['http://example.jp/a?b', '/a?b'],
    ['HTTPS://user@[::1]:8/a', '/a'],
    ['http://example.jp?a=1', '?a=1'],
    ['http://example.jp', ''],
    ['http://example.jp\\a', '\\a'],
    ['/a?u=http://example.jp/b', '/a?u=http://example.jp/b'],
    ['1http://example.jp/a', '1http://example.jp/a'],
    ['example.jp:443', 'example.jp:443'],
    ['*', '*'],
  ]) {
    const parsed = parseHead(head(target), LIMITS);
    t.equal(parsed.uri, uri, target);
    t.equal(parsed.requestLine, `GET ${target} HTTP/1.1`);
  }
});

t.test('a fragment stays where it was received', async t => {
  t.match(parseHead(head('/a?b=1#c'), LIMITS), { uri: '/a?b=1#c', queryString: 'b=1#c' });
  t.match(parseHead(head('/a#x?b=1'), LIMITS), { filename: '/a#x', args: [{ name: 'b', value: '1' }] });
});

t.test('CVE-2024-1019: an escaped question mark does not begin the query', async t => {
  const parsed = parseHead(head('/a%3f/../<script>?b=1'), LIMITS);
  t.equal(parsed.filename, '/a%3f/../<script>');
  t.equal(parsed.decodedFilename, '/a?/../<script>');
  t.equal(parsed.queryString, 'b=1');
});

t.test('arguments', async t => {
  for (const [text, expected] of [
    ['a', [['a', '']]],
    ['=b', [['', 'b']]],
    ['=', [['', '']]],
    [
      'a=1&&a=2&',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['a%26b=c%3Dd%26e', [['a&b', 'c=d&e']]],
    ['a=b=c', [['a', 'b=c']]],
    ['a+b=%2B+c', [['a b', '+ c']]],
    ['a=%2541', [['a', '%41']]],
    ['a=1;b=2', [['a', '1;b=2']]],
    ['a=?b=1', [['a', '?b=1']]],
    ['%C3%A9=\xff', [['\xc3\xa9', '\xff']]],
    ['__proto__=1', [['__proto__', '1']]],
  ] as const) {
    t.same(pairs(query(text).args), expected, text);
  }
});

t.test('an invalid escape stays and is flagged', async t => {
  for (const text of ['a=%', 'a=%4', 'a=%4g', 'a=%g4', '%u0041', '%zz=1', 'a=1%&b=2']) {
    const parsed = query(text);
    t.equal(parsed.urlEncodedError, true, text);
    t.equal(
      pairs(parsed.args).join().replace(/,/g, '='),
      text.replace('&', '=').replace(/^%u0041$/, '%u0041='),
    );
  }
});

t.test('another separator', async t => {
  const parsed = parseHead(head('/?a=1;b=2&c'), { ...LIMITS, argumentSeparator: ';' });
  t.same(pairs(parsed.args), [
    ['a', '1'],
    ['b', '2&c'],
  ]);
});

t.test('CVE-2025-47947: an argument flood is an error, what is below the bound is kept', async t => {
  const limits = { ...LIMITS, arguments: 3 };
  t.match(parseHead(head('/?a&b&c'), limits), { error: null, args: { length: 3 } });
  t.match(parseHead(head('/?a&b&c&d'), limits), { error: /more arguments/, args: { length: 4 } });
  t.match(parseHead(head('/', 'cookie', 'a;b;c;d'), limits), {
    error: /more cookies/,
    cookies: { length: 4 },
  });
});

t.test('what is left over the bound is seen, as the value of one argument or cookie more', async t => {
  const limits = { ...LIMITS, arguments: 2 };
  const { args } = parseHead(head('/?a=1&b=2&c%3d=%3Cx&d=%2b+&e'), limits);
  t.same(pairs(args.slice(2)), [['c=', '<x&d=+ &e']]);
  t.same(pairs(parseHead(head('/?a=1&b=2&c&d=%3C'), limits).args.slice(2)), [['c', '&d=<']]);
  const { cookies } = parseHead(head('/', 'cookie', 'a=1; b=2; c=3; d=%3C', 'Cookie', 'e; f=g'), limits);
  t.same(pairs(cookies.slice(2)), [
    ['c', '3; d=%3C'],
    ['e', '; f=g'],
  ]);
});

t.test('property: arguments equal a naive reading', async t => {
  const alphabet = [...'&&==%%+4142fF7;?#aZ']
    .map(char => char.charCodeAt(0))
    .concat([0, 0x0a, 0xa0, 0xc3, 0xff]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }), bytes => {
      const text = byteString(bytes);
      const decode = (part: string) =>
        part
          .replace(/\+/g, ' ')
          .replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
      const expected = text
        .split('&')
        .filter(segment => segment !== '')
        .map(segment => {
          const [name, ...rest] = segment.split('=');
          return [decode(name), decode(rest.join('='))];
        });
      const parsed = query(text);
      t.strictSame(pairs(parsed.args), expected);
      t.equal(parsed.urlEncodedError, /%(?![0-9a-fA-F]{2})/.test(text));
    }),
    { numRuns: 500 },
  );
});

t.test('property: total, and every string is a byte string', async t => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 100 }), (target, cookie) => {
      const parsed = parseHead(head(byteString([...target]), 'Cookie', byteString([...cookie])), LIMITS);
      t.notMatch(JSON.stringify(parsed), /[\u0100-\uffff]/);
      t.ok(parsed.uri.startsWith(parsed.filename));
    }),
  );
});
