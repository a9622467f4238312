import fc from 'fast-check';
import t from 'tap';
import { stringify } from 'yaml';
import { formatProblem } from '../../src/core/index.js';
import { Folder, problemsOf } from './folder.js';

/** Loads it: whatever comes but a ProblemsError fails the test. */
function loads(folder: Folder, content: string | Uint8Array): string[] {
  return problemsOf(() => folder.load(content)).map(formatProblem);
}

t.test('arbitrary bytes', t => {
  const folder = new Folder(t);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      loads(folder, bytes);
    }),
    { numRuns: 500 },
  );
  t.end();
});

t.test('arbitrary text in the characters of YAML', t => {
  const folder = new Folder(t);
  const piece = fc.constantFrom(
    ...[
      'sites',
      'hosts',
      'lists',
      'a',
      '1',
      ':',
      ': ',
      '- ',
      '? ',
      '\n',
      '\n  ',
      '\t',
      '[',
      ']',
      '{',
      '}',
      ',',
    ],
    ...[
      '&a ',
      '*a',
      '<<: ',
      '!!set ',
      '!x ',
      '"',
      "'",
      '|\n',
      '>',
      '#',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '\ufeff',
      '\r',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      loads(folder, pieces.join(''));
    }),
    { numRuns: 1000 },
  );
  t.end();
});

t.test('the right keys with arbitrary values: every problem has a place and one line', t => {
  const folder = new Folder(t);
  const value = fc.oneof(
    { withCrossShrink: true },
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      'off',
      'all',
      '10.0.0.0/8',
      '::/0',
      'office',
      '/a/',
      '80',
      'rules/*.conf',
      'lists',
      '.',
      '',
      '*',
      'JP',
    ),
    fc.constantFrom(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -0,
      2 ** 53,
      1e300,
      '\0',
      '\u2028',
      '\ud800',
      '日本',
    ),
  );
  const some = (...keys: string[]) =>
    fc.record(
      Object.fromEntries(keys.map(key => [key, fc.oneof(value, fc.array(value, { maxLength: 3 }))])),
      {
        requiredKeys: [],
      },
    );
  const gate = fc.oneof(some('only', 'allow', 'deny', 'countries', 'paths', 'asn'), value);
  const site = fc.record(
    {
      hosts: fc.oneof(value, fc.constant('a.example')),
      upstream: fc.oneof(value, fc.constant('http://10.0.0.5')),
      tls: some('cert', 'key'),
      timeouts: some('connect', 'headers', 'body'),
      bodyLimit: value,
      blockPage: value,
      gate,
      waf: some('mode', 'paranoia', 'onFault', 'exclude', 'paths'),
    },
    { requiredKeys: ['hosts'] },
  );
  const file = fc.record(
    {
      listen: some('http', 'https', 'admin'),
      workers: value,
      trustedProxies: value,
      geoip: some('country'),
      lists: fc.oneof(
        value,
        fc.dictionary(fc.string({ maxLength: 8 }), some('cidrs', 'file', 'url'), { maxKeys: 3 }),
      ),
      rules: value,
      log: some('access', 'format', 'level'),
      audit: some('file', 'syslog', 'which', 'mask'),
      limits: some('headBytes', 'headerCount', 'uriLength', 'headTimeout', 'maxBufferedBytes'),
      sites: fc.oneof(value, fc.array(site, { maxLength: 3 })),
      state: fc.oneof(value, some('folder', 'socket')),
      streams: value,
    },
    { requiredKeys: [] },
  );
  let refused = 0;
  fc.assert(
    fc.property(file, content => {
      for (const line of loads(folder, stringify(content))) {
        refused++;
        if (!/^\/.*:[1-9]\d*:[1-9]\d*: (error|warning): [^\n\r]+$/.test(line))
          throw new Error(JSON.stringify(line));
      }
    }),
    { numRuns: 500 },
  );
  t.ok(refused > 500, `${refused} problems seen`);
  t.end();
});

t.test(
  'nesting is bounded before anything recursive sees it (a deep stack ends the process, no catch helps)',
  t => {
    const folder = new Folder(t);
    for (const deep of [
      '['.repeat(100_000),
      '{a: '.repeat(100_000),
      '- '.repeat(100_000),
      '? '.repeat(100_000),
      Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ]) {
      t.match(folder.problems(deep), [/^sekisho\.yaml:\d+:\d+: error: nesting deeper than 64 levels/]);
    }
    t.end();
  },
);

t.test('billion laughs: aliases of aliases', t => {
  const folder = new Folder(t);
  const rows = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i++)
    rows.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  t.match(folder.problems(rows.join('\n')), [/alias/]);
  t.end();
});

t.test('a merge of a map into itself', t => {
  t.same(new Folder(t).problems('a: &a\n  <<: *a\n'), [
    'sekisho.yaml:2:7: error: alias *a inside its own anchor; expected an anchor &a that ends above it',
  ]);
  t.end();
});

t.test('control characters of a value do not reach the terminal', t => {
  const [line] = new Folder(t).problems('workers: "\\e[2J\\r\\nfake: error"\nsites: []');
  t.notMatch(line, /[\x00-\x1f]/);
  t.match(line, /\\u001b/);
  t.end();
});

t.test('__proto__ as a key or a list changes no prototype', t => {
  const folder = new Folder(t);
  folder.problems('__proto__: { polluted: 1 }\nlists: { __proto__: { cidrs: [], polluted: 1 } }\nsites: []');
  t.notOk('polluted' in {});
  t.end();
});
