import t from 'tap';
import { OperatorError } from '../../../src/inspect/contract.js';
import { OPERATORS, UNSUPPORTED_OPERATORS } from '../../../src/inspect/operators/index.js';
import { matches, operator } from './scope.js';

type Vector = readonly [argument: string, value: string, matched: boolean];

/** Written from the ModSecurity v3 reference manual and checked against libmodsecurity 3.0.9. */
const VECTORS: Record<string, readonly Vector[]> = {
  beginsWith: [
    ['GET', 'GET /', true],
    ['GET', 'get /', false],
    ['GET', 'GE', false],
    ['', 'x', true],
    ['', '', true],
  ],
  endsWith: [
    ['.bak', 'x.bak', true],
    ['.bak', 'x.bak ', false],
    ['.bak', 'bak', false],
    ['', 'x', true],
  ],
  contains: [
    ['../', '/a/../b', true],
    ['../', '/a/b', false],
    ['', '', true],
    ['\xe9', 'caf\xe9', true],
  ],
  strmatch: [
    ['Zip', 'WebZip/1', true],
    ['Zip', 'webzip', false],
  ],
  streq: [
    ['a', 'a', true],
    ['a', 'A', false],
    ['', '', true],
    ['a', 'a ', false],
  ],
  within: [
    ['GET HEAD', 'GET', true],
    ['GET HEAD', 'ET HE', true],
    ['GET HEAD', 'POST', false],
    ['GET HEAD', '', true],
    ['', '', true],
    ['', 'x', false],
  ],
  containsWord: [
    ['select', 'x select y', true],
    ['select', 'selects', false],
    ['select', 'aselect', false],
    ['select', 'select', true],
    ['select', '1select2', true],
    ['select', 'selects select', true],
    ['select', '_select_', true],
    ['select', '\xe9select', true],
    ['select', '', false],
    ['', '', true],
  ],
  eq: [
    ['10', '10', true],
    ['10', ' 10abc', true],
    ['10', '+10', true],
    ['0', 'abc', true],
    ['0', '', true],
    ['-5', '-5', true],
    ['5', '-5', false],
    ['0', '99999999999', true],
    ['0', '2147483648', true],
    ['2147483647', '2147483647', true],
    ['0', '-0', true],
    ['10', '10.9', true],
    ['10', '\xa010', false],
  ],
  ge: [
    ['5', '5', true],
    ['5', '4', false],
    ['5', '6', true],
    ['5', 'x', false],
    ['9007199254740993', '9007199254740992', false],
    ['9007199254740993', '9007199254740993', true],
    ['9223372036854775807', '99999999999999999999', true],
  ],
  gt: [
    ['5', '5', false],
    ['5', '6', true],
    ['-1', 'x', true],
    ['9007199254740992', '9007199254740993', true],
    ['9223372036854775807', '99999999999999999999', false],
  ],
  le: [
    ['5', '5', true],
    ['5', '6', false],
    ['5', '', true],
    ['-9223372036854775808', '-99999999999999999999', true],
  ],
  lt: [
    ['5', '5', false],
    ['5', '4', true],
    ['5', '0000000000000000000000000000004', true],
    ['-9223372036854775808', '-99999999999999999999', false],
  ],
  ipMatch: [
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['192.0.2.0/24, 198.51.100.7', '192.0.2.255', true],
    ['192.0.2.0/24, 198.51.100.7', '198.51.100.7', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.77/24', '192.0.2.1', true],
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '8.8.8.8', false],
    ['2001:db8::/32', '2001:DB8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['127.0.0.1,::1', '0:0:0:0:0:0:0:1', true],
    ['192.0.2.0/24', '::ffff:192.0.2.9', true],
    ['::ffff:192.0.2.0/120', '192.0.2.9', true],
    ['0.0.0.0/0', '192.0.2.01', false],
    ['0.0.0.0/0', '192.0.2', false],
    ['0.0.0.0/0', '192.0.2.1 ', false],
    ['0.0.0.0/0', '192.0.2.1.', false],
    ['0.0.0.0/0', '192.0.2.256', false],
    ['0.0.0.0/0', '', false],
    ['::/0', '1::2::3', false],
    ['::/0', ':::', false],
    ['::/0', 'fe80::1%eth0', false],
    ['::/0', '1:2:3:4:5:6:7::8', false],
    ['::/0', '1:2:3:4:5:6:7::', true],
    ['::/0', '1:2:3:4:5:6:7:', false],
    ['::/0', '12345::', false],
    ['::/0', '::', true],
  ],
  pm: [
    ['one two', 'xxTWOxx', true],
    ['ONE two', 'one', true],
    ['one two', 'onxtwx', false],
    ['he she hers', 'ushers', true],
    ['|4142|c', 'abC', true],
    ['|41 42|', '|41', true],
    ['|41 42|', 'ab', false],
    ['a\\;b', 'a;b', true],
    ['a\\qb', 'a\\qb', true],
    ['"one two"', 'two', true],
    ['"one two"', '"', false],
    ['|fe|', '\xfe', true],
    ['\xc9', '\xe9', false],
    ['a', '', false],
  ],
  validateByteRange: [
    ['32-126', 'abc ~', false],
    ['32-126', 'abc\n', true],
    ['10,13,32-126', 'a\r\n', false],
    ['1-255', 'a\0', true],
    [' 97 - 98 , 99 ', 'abc', false],
    ['0-255', '\0\xff', false],
    ['1-255', '', false],
    ['9,10,13,32-126,128-255', '\x7f', true],
  ],
  validateUrlEncoding: [
    ['', '%41%ff', false],
    ['', '', false],
    ['', 'abc', false],
    ['', '%', true],
    ['', '%4', true],
    ['', '%4g', true],
    ['', '%41%', true],
    ['', '%u0041', true],
  ],
  validateUtf8Encoding: [
    ['', 'abc', false],
    ['', '\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80', false],
    ['', '\x80', true],
    ['', '\xc3', true],
    ['', '\xc3a', true],
    ['', '\xc0\xaf', true],
    ['', '\xc1\xbf', true],
    ['', '\xe0\x9f\xbf', true],
    ['', '\xe0\xa0\x80', false],
    ['', '\xed\x9f\xbf', false],
    ['', '\xed\xa0\x80', true],
    ['', '\xf0\x8f\xbf\xbf', true],
    ['', '\xf0\x90\x80\x80', false],
    ['', '\xf4\x8f\xbf\xbf', false],
    ['', '\xf4\x90\x80\x80', true],
    ['', '\xf5\x80\x80\x80', true],
    ['', '\xff', true],
    ['', '\xe2\x82', true],
  ],
  noMatch: [['x', 'x', false]],
  unconditionalMatch: [['', '', true]],
};

t.test('every operator says what its vectors say', t => {
  let ran = 0;
  for (const [name, vectors] of Object.entries(VECTORS)) {
    for (const [argument, value, matched] of vectors) {
      t.equal(matches(name, argument, value), matched, `@${name} ${argument} on ${JSON.stringify(value)}`);
      ran++;
    }
  }
  t.equal(ran, 148, 'all vectors ran');
  t.end();
});

t.test('arguments with macros are expanded at each evaluation', t => {
  let ran = 0;
  const given = { tx: { word: 'GET HEAD', limit: '5' } };
  for (const [name, argument, value, matched] of [
    ['within', '%{tx.word}', 'HEAD', true],
    ['streq', '%{tx.word}!', 'GET HEAD!', true],
    ['beginsWith', '%{tx.none}', 'anything', true],
    ['contains', '%{tx.word}', 'HEAD', false],
    ['containsWord', '%{tx.word}', 'a GET HEAD', true],
    ['endsWith', '%{tx.word}', 'a GET HEAD', true],
    ['strmatch', '%{tx.word}', 'a GET HEAD b', true],
    ['ge', '%{tx.limit}', '5', true],
    ['gt', '%{tx.limit}', '5', false],
    ['le', '%{tx.limit}', '6', false],
    ['lt', '%{tx.limit}0', '49', true],
    ['eq', '%{tx.limit}', '5', true],
    ['eq', '%{tx.none}', 'x', true],
  ] as const) {
    t.equal(matches(name, argument, value, given), matched, `@${name} ${argument}`);
    ran++;
  }
  t.equal(ran, 13);
  t.end();
});

t.test('mistakes in arguments are errors at load', t => {
  let ran = 0;
  for (const [name, argument, found] of [
    ['pm', '', /@pm has no phrase/],
    ['pm', ' \t', /@pm has no phrase/],
    ['pm', '%{tx.words}', /holds a macro/],
    ['pmFromFile', 'absent.data', /cannot read `absent.data`: no such file/],
    ['pmFromFile', 'https://example.org/list', /names a URL/],
    ['pmf', ' ', /names no file/],
    ['ipMatch', '', /has no address/],
    ['ipMatch', '192.0.2.0/33', /`192.0.2.0\/33` is not an IP address or range/],
    ['ipMatch', '192.0.2.0/', /not an IP address/],
    ['ipMatch', '192.0.2.0/255.255.255.0', /not an IP address/],
    ['ipMatch', '192.0.2.1,example.org', /`example.org`/],
    ['ipMatch', '2001:db8::/129', /not an IP address/],
    ['ipMatch', '::ffff:192.0.2.0/24', /not an IP address/],
    ['ipMatchFromFile', 'absent.txt', /cannot read/],
    ['validateByteRange', '', /`` is not a byte/],
    ['validateByteRange', '1-256', /`1-256` is not a byte/],
    ['validateByteRange', '9-1', /`9-1`/],
    ['validateByteRange', '1,,2', /``/],
    ['validateByteRange', 'a-z', /`a-z`/],
    ['verifyCC', '', /has no regular expression/],
    ['verifyCC', '(', /offset \d+ of the regular expression/],
    ['verifySSN', '%{tx.re}', /holds a macro/],
  ] as const) {
    try {
      operator(name, argument);
      t.fail(`@${name} ${argument} compiled`);
    } catch (error) {
      t.type(error, OperatorError);
      t.match((error as OperatorError).found, found);
      t.not((error as OperatorError).expected, '');
    }
    ran++;
  }
  t.equal(ran, 22);
  t.end();
});

t.test('the registry', t => {
  for (const [key, spec] of OPERATORS) {
    t.equal(key, spec.name.toLowerCase());
    t.match(spec.example, new RegExp(`^SecRule .*@${spec.name}\\b`), spec.name);
    t.notOk(UNSUPPORTED_OPERATORS.has(key));
  }
  for (const reason of UNSUPPORTED_OPERATORS.values()) t.match(reason, /^@\w+ /);
  t.end();
});

t.test('geoLookup asks the scope', t => {
  const given = { located: ['192.0.2.1'] };
  t.equal(matches('geoLookup', '', '192.0.2.1', given), true);
  t.equal(matches('geoLookup', '', '192.0.2.2', given), false);
  t.end();
});

t.test('files of phrases and addresses', t => {
  const files = {
    'words.data': '# heading\n\n  nikto \r\n  # indented\nsql map\nC#\n',
    'addresses.txt': '# heading\n192.0.2.0/24 # office\r\n\n2001:db8::1,198.51.100.7\n',
    'bad.txt': '192.0.2.1\nlocalhost\n',
    'empty.data': '# nothing yet\n',
  };
  const given = { files, capturing: true };
  for (const name of ['pmFromFile', 'pmf']) {
    const run = operator(name, 'words.data', given);
    t.same(run('a NIKTO b'), { matched: true, captured: ['nikto'] });
    t.same(run('SQL  MAP'), { matched: false, captured: null });
    t.same(run('sql map'), { matched: true, captured: ['sql map'] });
    t.same(run('in c# code'), { matched: true, captured: ['C#'] });
    t.same(run('heading'), { matched: false, captured: null });
    t.equal(matches(name, 'empty.data', 'nothing', given), false);
  }
  for (const name of ['ipMatchFromFile', 'ipMatchF']) {
    const run = operator(name, 'addresses.txt', given);
    t.equal(run('192.0.2.9').matched, true);
    t.equal(run('2001:db8::1').matched, true);
    t.equal(run('198.51.100.7').matched, true);
    t.equal(run('198.51.100.8').matched, false);
    t.equal(matches(name, 'empty.data', '192.0.2.1', given), false);
    t.throws(() => operator(name, 'bad.txt', given), {
      message: /^`localhost` in bad.txt is not an IP address/,
    });
  }
  t.end();
});

t.test('pm captures the phrase as the rule writes it, when the rule captures', t => {
  t.same(operator('pm', 'Foo foobar', { capturing: true })('xFOOBARx').captured, ['Foo']);
  t.same(operator('pm', 'bar foobar', { capturing: true })('xFOOBARx').captured, ['foobar']);
  t.equal(operator('pm', 'foo', { capturing: false })('foo').captured, null);
  t.end();
});
