import t from 'tap';
import { createEnvironment } from '../../../src/gateway/environment.js';
import { OPERATORS } from '../../../src/inspect/operators/index.js';
import { TRANSFORMATIONS } from '../../../src/inspect/transformations/index.js';
import { judge, parseRawRequest } from '../../../src/replay/index.js';
import { TempFolder } from '../../support/folder.js';
import { AMERICA, COUNTRIES, JAPAN, NOWHERE } from '../../support/gateway.js';
import { compileRules } from '../../support/offline.js';

/**
 * Every operator and every transformation in a rule file, asked of values that come in a request, with the prefilter and
 * without, plain and negated: by the ModSecurity v3 reference manual. The finer points are in the other files of
 * these folders; an operator or transformation that no line speaks of is a failure.
 */
type Line = readonly [argument: string, matching: readonly string[], other: readonly string[]];

const OPERATOR_LINES: Readonly<Record<string, readonly Line[]>> = {
  beginsWith: [['/admin', ['/admin', '/admin/x'], ['/Admin', 'x/admin', '']]],
  contains: [['../', ['a/../b'], ['a/./b', '']]],
  containsWord: [['select', ['union select 1', 'SELECT select'], ['selected', 'unselect', 'SELECT']]],
  endsWith: [['.bak', ['a.bak'], ['a.bak2', 'a.BAK']]],
  within: [['GET POST', ['GET', 'POST', 'T P'], ['PUT', 'GET  POST']]],
  streq: [['a b', ['a b'], ['a b ', 'A b']]],
  strmatch: [['Zip', ['WebZip'], ['webzip']]],
  eq: [['5', ['5', ' 5', '5x'], ['6', '55', 'x']]],
  ge: [['5', ['5', '6'], ['4', 'x']]],
  gt: [['5', ['6'], ['5']]],
  le: [['5', ['5', '4', 'x'], ['6']]],
  lt: [['5', ['4', 'x'], ['5']]],
  ipMatch: [['192.0.2.0/24,2001:db8::/32', ['192.0.2.1', '2001:db8::1'], ['192.0.3.1', 'x']]],
  ipMatchF: [['list.txt', ['192.0.2.1'], ['192.0.3.1']]],
  ipMatchFromFile: [['list.txt', ['192.0.2.1'], ['192.0.3.1']]],
  pm: [['Nikto sqlmap', ['xnikto', 'SQLMAP/1'], ['nik to']]],
  pmf: [['words.data', ['a Nikto b', 'two words'], ['two  words', 'comment']]],
  pmFromFile: [['words.data', ['a Nikto b', 'two words'], ['two  words', 'comment']]],
  rx: [
    ['^sel.ct$', ['select', 'sel\nct', 'x\nselect'], ['selects']],
    ['(?i)<script[^>]*>', ['<SCRIPT a>'], ['<scrip>']],
  ],
  rxGlobal: [['id=([0-9]+)', ['id=1&id=2'], ['id=x']]],
  detectSQLi: [['', ["1' or '1'='1", '1 union select 1,2'], ['a b', 'select the union']]],
  detectXSS: [['', ['<script>alert(1)</script>', '" onload=x'], ['a < b', 'text']]],
  detectShell: [['', ['1; cat /etc/passwd', '$(id)'], ['a < b', 'cats; dogs']]],
  geoLookup: [['', [JAPAN, AMERICA], [NOWHERE, 'x']]],
  noMatch: [['', [], ['', 'x']]],
  unconditionalMatch: [['', ['', 'x'], []]],
  rbl: [['dnsbl.example.org', [], ['192.0.2.1']]],
  validateByteRange: [['32-126', ['a\tb', '\x80'], ['a b', '']]],
  validateUrlEncoding: [['', ['%', '%zz', '%4'], ['%41', 'x']]],
  validateUtf8Encoding: [['', ['\xff', '\xc0\xaf'], ['\xc3\xa9', 'x']]],
  verifyCC: [['\\b[0-9]{16}\\b', ['card 4111111111111111.'], ['4111111111111112']]],
  verifyCPF: [['[0-9]{3}\\.?[0-9]{3}\\.?[0-9]{3}-?[0-9]{2}', ['529.982.247-25'], ['529.982.247-26']]],
  verifySSN: [['[0-9]{3}-?[0-9]{2}-?[0-9]{4}', ['219-09-9998'], ['666-09-9998', '000-12-3456']]],
  verifySVNR: [['[0-9]{4} ?[0-9]{6}', ['1237 010180'], ['1238 010180']]],
};

/** What goes in and what must come out, checked by `@streq` in a rule. */
const TRANSFORMATION_LINES: Readonly<Record<string, readonly [input: string, output: string]>> = {
  base64Decode: ['YXR0YWNr', 'attack'],
  base64DecodeExt: ['Y X.R0-YWNr', 'attack'],
  base64Encode: ['attack', 'YXR0YWNr'],
  cmdLine: ['C^md "/c"', 'cmd/c'],
  compressWhitespace: ['a \t\n b', 'a b'],
  decodeLayers: ['a%2527b%253Cc', "a'b<c"],
  cssDecode: ['ja\\vascript\\3a', 'javascript:'],
  escapeSeqDecode: ['\\x41\\101\\n', 'AA\n'],
  hexDecode: ['61747461636b', 'attack'],
  hexEncode: ['ab', '6162'],
  htmlEntityDecode: ['&lt;&#x61;&#98;&nbsp;', '<ab\xa0'],
  jsDecode: ['\\u0061\\x62\\143', 'abc'],
  length: ['abc', '3'],
  lowercase: ['ABC\xc3\x89', 'abc\xc3\x89'],
  md5: ['', '\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\x09\x98\xec\xf8\x42\x7e'],
  normalisePath: ['/a//b/./c/../d', '/a/b/d'],
  normalisePathWin: ['\\a\\.\\b\\..\\c', '/a/c'],
  normalizePath: ['/a//b/./c/../d', '/a/b/d'],
  normalizePathWin: ['\\a\\.\\b\\..\\c', '/a/c'],
  parityEven7bit: ['a', '\xe1'],
  parityOdd7bit: ['c', '\xe3'],
  parityZero7bit: ['\xe1', 'a'],
  removeComments: ['a/* b */c', 'ac'],
  removeCommentsChar: ['a/*b*/c', 'abc'],
  removeNulls: ['a\0b', 'ab'],
  removeWhitespace: ['a \t\nb', 'ab'],
  replaceComments: ['a/* b */c', 'a c'],
  replaceNulls: ['a\0b', 'a b'],
  sha1: ['', '\xda\x39\xa3\xee\x5e\x6b\x4b\x0d\x32\x55\xbf\xef\x95\x60\x18\x90\xaf\xd8\x07\x09'],
  sqlHexDecode: ['0x414243', 'ABC'],
  trim: [' a ', 'a'],
  trimLeft: [' a ', 'a '],
  trimRight: [' a ', ' a'],
  uppercase: ['abc\xe9', 'ABC\xe9'],
  urlDecode: ['a%20b+c%zz', 'a b c%zz'],
  urlDecodeUni: ['%u0061%41+', 'aA '],
  urlEncode: ['a b/', 'a+b%2f'],
  utf8toUnicode: ['\xe9\xa1\x9e', '%u985e'],
};

interface Asked {
  readonly value: string;
  readonly ids: ReadonlySet<number>;
}

const quoted = (text: string): string => text.replace(/["\\]/g, match => (match === '"' ? '\\"' : match));

t.test('every operator and transformation, in rules', async t => {
  const folder = new TempFolder(t);
  folder.write('country.mmdb', COUNTRIES);
  folder.write('rules/list.txt', '192.0.2.0/24\n');
  folder.write('rules/words.data', '# comment\nNikto\ntwo words\n');
  let id = 0;
  const rules: string[] = [];
  const expected: { name: string; value: string; id: number; matches: boolean }[] = [];
  const rule = (test: string, actions: string): number => {
    id++;
    rules.push(`SecRule ARGS:v "${quoted(test)}" "id:${id},phase:2,pass,log,${actions}"`);
    return id;
  };
  for (const [name, lines] of Object.entries(OPERATOR_LINES)) {
    for (const [argument, matching, other] of lines) {
      const plain = rule(`@${name} ${argument}`, 't:none');
      const negated = rule(`!@${name} ${argument}`, 't:none');
      for (const value of [...matching, ...other]) {
        const matches = matching.includes(value);
        expected.push({ name: `@${name} ${argument}`, value, id: plain, matches });
        expected.push({ name: `!@${name} ${argument}`, value, id: negated, matches: !matches });
      }
    }
  }
  for (const [name, [input, output]] of Object.entries(TRANSFORMATION_LINES)) {
    const hex = Buffer.from(output, 'latin1').toString('hex');
    const own = rule(`@streq ${hex}`, `t:none,t:${name},t:hexEncode`);
    const cased = rule(`@streq ${hex}`, `t:none,t:${name.toUpperCase()},t:hexEncode`);
    expected.push({ name: `t:${name}`, value: input, id: own, matches: true });
    expected.push({ name: `t:${name.toUpperCase()}`, value: input, id: cased, matches: true });
  }
  const file = folder.write('rules/a.conf', `${rules.join('\n')}\n`);
  const running = compileRules(folder, [file], 'mode: block', 'geoip: { country: country.mmdb }');
  const environment = createEnvironment(() => running, 3600);
  const ask = async (value: string, isPlain: boolean): Promise<Asked> => {
    const target = `/?v=${Array.from(value, byte => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}`;
    const request = parseRawRequest(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`));
    const { transaction } = await judge(request, { running, environment, isPlain });
    return { value, ids: new Set(transaction.matches.map(match => match.id)) };
  };
  for (const isPlain of [false, true]) {
    const asked = new Map<string, Asked>();
    for (const value of new Set(expected.map(({ value }) => value)))
      asked.set(value, await ask(value, isPlain));
    for (const { name, value, id, matches } of expected) {
      const engine = isPlain ? 'plain' : 'filtered';
      t.equal(asked.get(value)?.ids.has(id), matches, `${engine}: ${name} on ${JSON.stringify(value)}`);
    }
  }
});

t.test('none of the registries is without a line', t => {
  const named = (registry: ReadonlyMap<string, { readonly name: string }>): string[] =>
    Array.from(registry.values(), ({ name }) => name).sort();
  t.strictSame(Object.keys(OPERATOR_LINES).sort(), named(OPERATORS));
  t.strictSame(Object.keys(TRANSFORMATION_LINES).sort(), named(TRANSFORMATIONS));
  t.end();
});
