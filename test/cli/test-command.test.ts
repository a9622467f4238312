import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { Cli, cli } from '../support/process.js';

const YAML = `rules: [rules/*.conf]
sites:
  - { hosts: [www.example.jp], upstream: 'http://127.0.0.1:1' }
`;
const RULE = `SecRule ARGS:q "@contains attack" "id:10,phase:2,deny,status:403,log,msg:'an attack'"\n`;
const TESTS = `rule_id: 10
tests:
  - stages: [{ input: { uri: /?q=attack, headers: { Host: localhost } }, output: { log: { expect_ids: [10] } } }]
  - desc: a look-alike
    stages: [{ input: { uri: /?q=attach, headers: { Host: localhost } }, output: { log: { no_expect_ids: [10] } } }]
`;

function files(t: { teardown(handler: () => unknown): void }): TempFolder {
  const folder = new TempFolder(t);
  folder.write('sekisho.yaml', YAML);
  folder.write('rules/a.conf', RULE);
  folder.write('tests/a.yaml', TESTS);
  return folder;
}

t.test('test: passes and failures', async t => {
  const folder = files(t);
  const run = (...more: string[]) =>
    cli(t, ['test', folder.file('tests'), '-c', folder.file('sekisho.yaml'), ...more]);
  const passed = await run('--host', 'www.example.jp');
  t.match(passed, { code: 0, stdout: '2 passed, 0 failed\n' });

  t.match(await run('--host', 'www.example.jp', '--plain'), { code: 0, stdout: '2 passed, 0 failed\n' });

  const misdirected = await run();
  t.equal(misdirected.code, 1);
  t.match(misdirected.stdout, 'failed 10-1\n');
  t.match(misdirected.stdout, `at ${folder.file('tests/a.yaml')}:3`);
  t.match(misdirected.stdout, 'expected rule 10, got none');
  t.match(misdirected.stdout, 'block with 421 (host: Host)', 'and why: no site is called localhost');
  t.match(misdirected.stderr, '--host names the one to test');

  folder.write(
    'tests/b.yaml',
    TESTS.replaceAll('no_expect_ids', 'expect_ids').replace('rule_id: 10', 'rule_id: 11'),
  );
  const failed = await run('--host', 'www.example.jp');
  t.equal(failed.code, 1);
  t.match(failed.stdout, 'failed 11-2 a look-alike\n');
  t.match(failed.stdout, /\n3 passed, 1 failed\n$/);

  const json = JSON.parse((await run('--host', 'www.example.jp', '--json')).stdout);
  t.match(json, {
    passed: 3,
    failed: 1,
    failures: [{ test: '11-2', wrong: ['expected rule 10, got none'] }],
  });
  t.equal(json.failures[0].explain.length, 1);

  const overrides = folder.write(
    'overrides.yaml',
    'test_overrides:\n  - { rule_id: 11, test_ids: [2], reason: a test, output: { status: 200 } }\n',
  );
  t.match(await run('--host', 'www.example.jp', '--overrides', overrides), {
    code: 0,
    stdout: '4 passed, 0 failed (1 with overrides)\n',
  });
  t.equal((await run('--host', 'nobody.example')).code, 1);
});

t.test('test --jobs: the same report from one thread and from several, whoever ran what', async t => {
  const folder = files(t);
  for (let i = 0; i < 12; i++) {
    const wrong = i % 3 === 0 ? TESTS.replaceAll('no_expect_ids', 'expect_ids') : TESTS;
    folder.write(`tests/many/${i}.yaml`, wrong.replace('rule_id: 10', `rule_id: ${100 + i}`));
  }
  const overrides = folder.write(
    'overrides.yaml',
    `test_overrides:
  - { rule_id: 103, reason: a test, output: { status: 200 } }
  - { rule_id: 999, reason: of nothing, output: { status: 200 } }
`,
  );
  const run = (...more: string[]) =>
    cli(t, [
      'test',
      folder.file('tests'),
      ...['-c', folder.file('sekisho.yaml'), '--host', 'www.example.jp', '--overrides', overrides],
      ...more,
    ]);
  const one = await run('--jobs', '1');
  const several = await run('--jobs', '3');
  t.equal(one.code, 1);
  t.match(
    one.stdout,
    /failed 100-2 a look-alike\n[\s\S]*failed 106-2[\s\S]*failed 109-2[\s\S]*\n22 passed, 4 failed \(2 with overrides\)\n$/,
  );
  t.same(several, one);
  t.match(one.stderr, 'warning: an override speaks of no test: rule 999, tests all\n');

  for (const name of ['many/0.yaml', 'many/7.yaml']) folder.write(`tests/${name}`, 'rule_id: x\ntests: []\n');
  const mistaken = await run('--jobs', '3');
  t.equal(mistaken.code, 1);
  t.equal(mistaken.stdout, '', 'with mistakes in a file no result is shown');
  t.match(mistaken.stderr, /many\/0\.yaml:1:10: error: [^\n]+\n[^\n]+many\/7\.yaml:1:10: error: /);

  t.match(await run('--jobs', '0'), { code: 2, stderr: 'Write a number from 1 to' });
});

t.test('test: mistakes have their place', async t => {
  const folder = files(t);
  const file = folder.write('tests/b.yaml', 'rule_id: x\ntests: []\n');
  const { code, stderr } = await cli(t, ['test', file, '-c', folder.file('sekisho.yaml')]);
  t.equal(code, 1);
  t.match(stderr, `${file}:1:10: error: rule_id is "x"; expected a whole number`);
});

t.test('test --watch runs again when a rule changes', async t => {
  const folder = files(t);
  const args = [
    'test',
    folder.file('tests'),
    '-c',
    folder.file('sekisho.yaml'),
    '--host',
    'www.example.jp',
    '--watch',
  ];
  const watching = new Cli(t, args);
  await watching.says('2 passed, 0 failed');
  // The watchers open right after the output: the change is made again until it was seen.
  const again = setInterval(() => folder.write('rules/a.conf', RULE.replace('attack', 'atta')), 300);
  await watching.says('1 passed, 1 failed');
  clearInterval(again);
  watching.signal('SIGTERM');
  t.equal((await watching.finished).code, 0);
});

t.test('test --watch with threads: a run after one with a mistake has its own results', async t => {
  const folder = files(t);
  for (let i = 0; i < 6; i++)
    folder.write(`tests/${i}.yaml`, TESTS.replace('rule_id: 10', `rule_id: ${100 + i}`));
  const config = folder.file('sekisho.yaml');
  const args = [
    'test',
    folder.file('tests'),
    '-c',
    config,
    '--host',
    'www.example.jp',
    '--jobs',
    '3',
    '--watch',
  ];
  const watching = new Cli(t, args);
  await watching.says('14 passed, 0 failed');
  const changing = async (rule: string, seen: () => Promise<void>) => {
    const again = setInterval(() => folder.write('rules/a.conf', rule), 300);
    await seen();
    clearInterval(again);
  };
  await changing(RULE.replace('@contains', '@nothing'), async () => {
    while (!watching.stderr.includes('unknown operator')) await setTimeout(50);
  });
  await changing(RULE.replace('attack', 'atta'), () => watching.says('7 passed, 7 failed'));
  watching.signal('SIGTERM');
  t.equal((await watching.finished).code, 0);
});
