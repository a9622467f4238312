import t from 'tap';
import { ProblemsError } from '../../src/core/index.js';
import { applyOverrides, loadOverrides, loadTests, nameOf } from '../../src/ftw/index.js';
import { TempFolder } from '../support/folder.js';

const GOOD = `---
meta:
  author: somebody
  description:
rule_id: 942100
tests:
  - test_id: 7
    desc: a test
    stages:
      - input:
          dest_addr: 127.0.0.1
          port: 80
          uri: /?q=1
        output:
          log:
            expect_ids: [942100, 942101]
            no_expect_ids: [1]
            match_regex: 'q=\\d'
  - stages:
      - input: { uri: /a, save_cookie: true }
        output: { status: 302 }
      - input: { follow_redirect: true }
        output: { log_contains: 'id "5"', no_log_contains: 'id "6"', expect_error: false }
`;

/** `line: found; expected` of every problem of a file. */
function problemsOf(load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ProblemsError) {
      return error.problems.map(({ line, found, expected }) => `${line}: ${found}; ${expected}`);
    }
    throw error;
  }
  return [];
}

t.test('tests of files and folders, with defaults', async t => {
  const folder = new TempFolder(t);
  folder.write('tests/sub/b.yml', GOOD.replace('942100', '2'));
  folder.write('tests/a.yaml', GOOD);
  folder.write('tests/none.yaml', '# no tests in here\n');
  folder.write('tests/readme.txt', 'not: [yaml');
  const tests = loadTests([folder.file('tests')]);
  t.same(tests.map(nameOf), ['942100-7', '942100-2', '2-7', '2-2']);
  t.match(tests[0], { description: 'a test', place: { file: folder.file('tests/a.yaml'), line: 7 } });
  t.match(tests[0].stages[0], {
    input: { method: 'GET', uri: '/?q=1', version: 'HTTP/1.1', autocompleteHeaders: true },
    output: { status: null, expectIds: [942100, 942101], noExpectIds: [1], matchRegex: 'q=\\d' },
  });
  t.match(tests[1].stages[1], {
    input: { followRedirect: true },
    output: { matchRegex: 'id "5"', noMatchRegex: 'id "6"', expectError: false },
  });
});

const MISTAKES: readonly [what: string, change: [string, string], problem: RegExp][] = [
  [
    'a key that does not exist',
    ['expect_ids', 'expected_ids'],
    /^16: unknown key .*expected_ids"; did you mean/,
  ],
  ['an id that is none', ['[1]', '[x]'], /^17: .*no_expect_ids\[0\] is "x"; expected a whole number/],
  ['a regex that cannot be compiled', ["'q=\\d'", "'q=('"], /^18: .*match_regex is "q=\("; expected a regex/],
  ['no rule id', ['rule_id: 942100', 'name: x'], /name/],
  [
    'a flag that is none',
    ['save_cookie: true', 'save_cookie: yes'],
    /^20: .*save_cookie is "yes"; expected true or false/,
  ],
  ['bytes that are no base64', ['uri: /a', 'encoded_request: "*"'], /^20: .*expected base64 text/],
  ['data twice', ['uri: /a', 'encoded_request: YQ==, data: b'], /^20: data and encoded_request together/],
  [
    'isolated without one id',
    ['status: 302', 'isolated: true'],
    /^20: isolated without exactly one expected id/,
  ],
  ['no stages', ['tests:\n', 'tests:\n  - stages: []\n'], /^7: .*at least one stage/],
  ['no YAML', ['rule_id:', '\t:'], /^\d+: /],
];

t.test('every mistake has its place and what would be right', async t => {
  const folder = new TempFolder(t);
  for (const [what, [from, to], problem] of MISTAKES) {
    t.ok(GOOD.includes(from), `${what}: there is something to change`);
    const file = folder.write('case.yaml', GOOD.replace(from, to));
    const problems = problemsOf(() => loadTests([file]));
    t.ok(
      problems.some(text => problem.test(text)),
      `${what}: ${problems.join(' | ')}`,
    );
  }
  t.match(
    problemsOf(() => loadTests([folder.file('absent')])),
    [/cannot be read/],
  );
  folder.write('empty/x.txt', '');
  t.match(
    problemsOf(() => loadTests([folder.file('empty')])),
    [/a folder without tests/],
  );
});

t.test('status 0 expects nothing, as in go-ftw', t => {
  const file = new TempFolder(t).write('a.yaml', GOOD.replace('status: 302', 'status: 0'));
  t.equal(loadTests([file])[1].stages[0].output.status, null);
  t.end();
});

t.test('overrides replace what is expected', async t => {
  const folder = new TempFolder(t);
  const tests = loadTests([folder.write('a.yaml', GOOD)]);
  const overrides = loadOverrides(
    folder.write(
      'overrides.yaml',
      `version: v0.0.0
meta: { engine: x, platform: y, annotations: [{ os: z }] }
test_overrides:
  - { rule_id: 942100, test_ids: [7], reason: the parser, output: { status: 400 } }
  - { rule_id: 942100, test_ids: [2], stage_ids: [1], reason: another, output: { status: 403 } }
  - { rule_id: 942100, test_ids: [3], reason: out of date, output: { status: 403 } }
`,
    ),
  );
  const { tests: changed, reasons, unused } = applyOverrides(tests, overrides);
  t.match(changed[0].stages[0].output, { status: 400, expectIds: [], matchRegex: null });
  t.same(
    changed[1].stages.map(({ output }) => output.status),
    [302, 403],
  );
  t.same(
    [...reasons],
    [
      ['942100-7', 'the parser'],
      ['942100-2', 'another'],
    ],
  );
  t.same(
    unused.map(({ testIds }) => testIds),
    [[3]],
  );
  const noReason = folder.write('bad.yaml', 'test_overrides:\n  - { rule_id: 1, output: { status: 400 } }\n');
  t.match(
    problemsOf(() => loadOverrides(noReason)),
    [/^2: .*reason is missing; expected the reason/],
  );
});
