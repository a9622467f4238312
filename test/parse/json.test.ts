import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { parseBody } from '../../src/parse/index.js';
import { LIMITS, utf8 } from './limits.js';

const parse = (text: string, limits = LIMITS) => parseBody('JSON', Buffer.from(text, 'latin1'), '', limits);
const pairs = (text: string) => parse(text).args.map(({ name, value }) => [name, value]);

t.test('flattened names', async t => {
  for (const [text, expected] of [
    ['{"a":{"b":"x"}}', [['json.a.b', 'x']]],
    [
      '{"a":[1,2]}',
      [
        ['json.a.array_0', '1'],
        ['json.a.array_1', '2'],
      ],
    ],
    [
      '[[1],[2,{"k":3}]]',
      [
        ['json.array_0.array_0', '1'],
        ['json.array_1.array_0', '2'],
        ['json.array_1.array_1.k', '3'],
      ],
    ],
    ['"x"', [['json', 'x']]],
    [' 1 ', [['json', '1']]],
    [
      '{"":"x","a":{"":1}}',
      [
        ['json.empty-key', 'x'],
        ['json.a.empty-key', '1'],
      ],
    ],
    [
      '[true,false,null,-0.5E+3,1e0]',
      [
        ['json.array_0', 'true'],
        ['json.array_1', 'false'],
        ['json.array_2', ''],
        ['json.array_3', '-0.5E+3'],
        ['json.array_4', '1e0'],
      ],
    ],
    ['{}', []],
    ['[]', []],
    [
      '{"$where":{},"b":[[]]}',
      [
        ['json.$where', ''],
        ['json.b.array_0', ''],
      ],
    ],
    [
      '{"__proto__":1,"constructor":{"a":2}}',
      [
        ['json.__proto__', '1'],
        ['json.constructor.a', '2'],
      ],
    ],
    ['\xef\xbb\xbf{"a":1}', [['json.a', '1']]],
    ['', []],
  ] as const) {
    t.strictSame(pairs(text), expected, text);
    t.equal(parse(text).error, null, text);
  }
});

t.test('duplicate keys are all kept: parsers disagree about which one counts', async t => {
  t.strictSame(pairs('{"a":1,"a":"<script>","\\u0061":3}'), [
    ['json.a', '1'],
    ['json.a', '<script>'],
    ['json.a', '3'],
  ]);
});

t.test('strings become UTF-8 bytes', async t => {
  for (const [text, value] of [
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ['"\\u003cscript\\u003E"', '<script>'],
    ['"\\u0000"', '\0'],
    ['"\\u00e9\\u3042"', utf8('éあ')],
    ['"\\ud83d\\ude00"', utf8('😀')],
    ['"\\ud83d"', '\xed\xa0\xbd'],
    ['"\\ude00\\ud83d"', '\xed\xb8\x80\xed\xa0\xbd'],
    ['"\\ud83d\\u0041"', '\xed\xa0\xbdA'],
    [`"${utf8('日本')}"`, utf8('日本')],
  ]) {
    t.strictSame(pairs(text), [['json', value]], text);
  }
});

t.test('bytes that are not UTF-8 are kept and are an error', async t => {
  const body = parse('{"a":"sel\xffect"}');
  t.match(body, { error: /UTF-8/, args: [{ name: 'json.a', value: 'sel\xffect' }] });
});

t.test('malformed JSON is an error and keeps what came before', async t => {
  const broken = [
    ...[
      '{',
      '[',
      '}',
      ']',
      '{"a"',
      '{"a":',
      '{"a":1',
      '{"a":1,',
      '{"a":1,}',
      '{"a":1;"b":2}',
      '{a:1}',
      "{'a':1}",
    ],
    ...[
      '[1,]',
      '[,1]',
      '[1 2]',
      '[1}',
      '{"a":1]',
      '1 2',
      '{} {}',
      'nul',
      'True',
      'NaN',
      'Infinity',
      '01',
      '-',
      '1.',
      '.5',
    ],
    ...[
      '1e',
      '+1',
      '0x1',
      '"',
      '"a',
      '"\\',
      '"\\x"',
      '"\\u12"',
      '"\\u12g4"',
      '"a\nb"',
      '"\0"',
      '/**/1',
      '1//',
      ' ',
      '\0',
    ],
    ...[
      '{"a":1}\0',
      '\xa0{}',
      '\xfe\xff\0{\0}',
      '{"a":undefined}',
      '{"a" "b"}',
      '{"a"::1}',
      '{,}',
      '{"a":1,,"b":2}',
    ],
  ];
  for (const text of broken) {
    t.throws(() => JSON.parse(text), `the test's own text is broken: ${JSON.stringify(text)}`);
    t.type(parse(text).error, 'string', JSON.stringify(text));
  }
  t.match(parse('{"a":1,"b":2,x'), { args: { length: 3 } });
});

t.test(
  'what is not read is the value of one argument more, so that an attack behind a mistake is seen',
  async t => {
    for (const [text, name, value] of [
      ['x{"a":"attack"}', 'json', 'x{"a":"attack"}'],
      ['{"a":1}{"b":"attack"}', 'json', '{"b":"attack"}'],
      ['{"a":1,"b":attack}', 'json.b', 'attack}'],
      ['{"a":1,"b":"attack', 'json.b', '"attack'],
      ['{"a":{"attack" 1}}', 'json.a', '"attack" 1}}'],
      ['{"attack":{"a":', 'json.attack.a', ''],
      ["{'attack':1}", 'json', "'attack':1}"],
      ['', undefined, undefined],
    ] as const) {
      const last = parse(text).args.at(-1);
      t.strictSame([last?.name, last?.value], [name, value], text);
    }
    const flood = parse('{"a":1,"b":2,"attack":3,"c":4}', { ...LIMITS, arguments: 2 });
    t.strictSame(flood.args.at(-1), { name: 'json.attack', value: '3,"c":4}' });
    t.strictSame(
      parse('{"a":1,"b":2,"attack":{}}', { ...LIMITS, arguments: 2 }).args.at(-1)?.name,
      'json.attack',
    );
  },
);

t.test('depth: at the limit no error, above it one, whatever is nested', async t => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  t.equal(parse(nested(512)).error, null);
  t.match(parse(nested(513)).error, /deeper than 512/);
  t.match(parse('{"a":'.repeat(513)).error, /deeper than 512/);
  t.match(parse('['.repeat(1_000_000)).error, /deeper than 512/);
});

t.test('CVE-2025-47947: argument floods end with an error', async t => {
  t.equal(parse(JSON.stringify(Array(1000).fill(1))).error, null);
  t.match(parse(JSON.stringify(Array(1001).fill(1))), { error: /more arguments/, args: { length: 1001 } });
  t.match(parse(`[${'[],'.repeat(1001)}1]`), { error: /more arguments/, args: { length: 1001 } });
});

t.test('deep paths with long keys cannot multiply the body in names', async t => {
  const key = 'k'.repeat(2000);
  const body = `${`{"${key}":`.repeat(400)}[${Array(900).fill(1).join()}]${'}'.repeat(400)}`;
  const parsed = parse(body);
  t.match(parsed.error, /names longer/);
  t.ok(parsed.args.reduce((sum, { name }) => sum + name.length, 0) <= 2 * 1024 * 1024);
});

/** What JSON.parse makes of it, flattened as parseJson flattens; for values without duplicate keys. */
function flatten(value: unknown, name: string, out: [string, unknown][], top = true): [string, unknown][] {
  if (typeof value !== 'object' || value === null) out.push([name, value ?? '']);
  else {
    const isArray = Array.isArray(value);
    const entries = Object.entries(value);
    if (entries.length === 0 && !top) out.push([name, '']);
    for (const [key, member] of entries) {
      flatten(member, isArray ? `${name}.array_${key}` : `${name}.${utf8(key) || 'empty-key'}`, out, false);
    }
  }
  return out;
}

t.test('property: agrees with JSON.parse on valid JSON', async t => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const body = parseBody('JSON', Buffer.from(text), '', { ...LIMITS, arguments: 100_000 });
      assert.equal(body.error, null);
      const expected = flatten(JSON.parse(text), 'json', []);
      const got = body.args.map(({ name, value }) => [name, value]);
      assert.deepEqual(
        got.sort(),
        expected.map(([name, leaf]) => [name, typeof leaf === 'string' ? utf8(leaf) : String(leaf)]).sort(),
      );
    }),
    { numRuns: 500 },
  );
  t.pass('no counterexample');
});

t.test('property: takes what JSON.parse takes, refuses what it refuses', async t => {
  const token = fc.constantFrom(
    ...'{}[],:"\\ue0123+-. \n',
    'true',
    'null',
    '"a"',
    '"b":',
    '\\u0041',
    '\x01',
    '\x7f',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), tokens => {
      const text = tokens.join('');
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      assert.equal(parse(text).error === null, valid || text === '');
    }),
    { numRuns: 3000 },
  );
  t.pass('no counterexample');
});
