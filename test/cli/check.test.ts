import t, { type Test } from 'tap';
import { TempFolder } from '../support/folder.js';
import { COUNTRIES } from '../support/gateway.js';
import { cli, type Finished } from '../support/process.js';

const GOOD = `listen: { http: 127.0.0.1:0, admin: off }
geoip: { country: country.mmdb }
rules: [rules/*.conf]
lists: { bad: { file: bad.txt } }
sites:
  - hosts: ['*']
    upstream: http://127.0.0.1:1
    gate: { deny: [bad] }
`;

function files(t: Test, yaml = GOOD): TempFolder {
  const folder = new TempFolder(t);
  folder.write('sekisho.yaml', yaml);
  folder.write('country.mmdb', COUNTRIES);
  folder.write('bad.txt', '192.0.2.1\n');
  folder.write('rules/a.conf', 'SecRule ARGS "@rx a" "id:1,phase:2,deny"\n');
  folder.write('rules/b.conf', 'SecRule ARGS "@rx b" "id:2,phase:2,deny"\n');
  return folder;
}

const check = (t: Test, folder: TempFolder): Promise<Finished> =>
  cli(t, ['check', '--config', folder.file('sekisho.yaml')]);

t.test('a good configuration: exit 0, one line', async t => {
  const folder = files(t);
  const { code, stdout, stderr } = await check(t, folder);
  t.equal(code, 0);
  t.equal(stderr, '');
  t.equal(stdout, `${folder.file('sekisho.yaml')}: ok, 1 site, 1 list, 2 rules, no warnings\n`);
});

t.test('warnings do not fail', async t => {
  const yaml = GOOD.replace('gate: {', 'waf: { exclude: [{ rule: 77 }] }\n    gate: {');
  const { code, stdout, stderr } = await check(t, files(t, yaml));
  t.equal(code, 0);
  t.match(stdout, /, 1 warning\n$/);
  t.match(
    stderr,
    /^\S+sekisho\.yaml:8:\d+: warning: the exclusion excludes nothing: no rule has the id 77; /,
  );
});

t.test('exclusions that exclude nothing are warnings, each with its reason', async t => {
  const yaml = GOOD.replace(
    'gate: {',
    `waf:
      exclude:
        - { rule: 77 }
        - { rule: 1, target: 'ARGS:q' }
        - { rule: 1, target: 'REQUEST_COOKIES:s' }
        - { rule: 1-2, target: 'ARGS:/^q/', path: /a/ }
        - { rule: 3, target: 'ARGS:other' }
        - { rule: 3, target: 'ARGS:q' }
        - { rule: 3, target: 'REQUEST_HEADERS' }
        - { rule: 50-60 }
        - { rule: 4, target: 'XML:/s:a/s:b' }
        - { rule: 4, target: 'XML:/s:a' }
    gate: {`,
  );
  const folder = files(t, yaml);
  folder.write(
    'rules/c.conf',
    'SecRule ARGS:q|&REQUEST_HEADERS "@rx c" "id:3,phase:2,deny,chain"\n  SecRule REQUEST_URI "@rx d"\n' +
      'SecRule XML:/s:a/s:b "@rx c" "id:4,phase:2,deny,xmlns:s=http://a/b"\n',
  );
  const { code, stdout, stderr } = await check(t, folder);
  t.equal(code, 0);
  t.match(stdout, /, 6 warnings\n$/);
  t.strictSame(
    stderr.match(/excludes nothing: .*/g),
    [
      'no rule has the id 77; check the id, or take it out',
      'no rule with the id 1 looks at REQUEST_COOKIES:s; check the target, or take it out',
      'no rule with the id 3 looks at ARGS:other; check the target, or take it out',
      'no rule with the id 3 looks at REQUEST_HEADERS; check the target, or take it out',
      'no rule has an id from 50 to 60; check the id, or take it out',
      'no rule with the id 4 looks at XML:/s:a; check the target, or take it out',
    ].map(text => `excludes nothing: ${text}`),
  );
});

t.test('every mistake in every file at once, each with its place', async t => {
  const folder = files(t, `${GOOD}    wafs: {}\nlog: { level: loud }\n`);
  folder.write('rules/a.conf', 'SecRule ARGS "@rx (" "id:1,phase:2,deny"\n');
  folder.write(
    'rules/b.conf',
    '# two\nSecRul ARGS "@rx a" "id:2"\nSecRule ARGS \\\n  "@rxx a" "id:3,phase:2"\n',
  );
  folder.write('bad.txt', '192.0.2.1\n\nnonsense\n192.0.2.999\n');
  const { code, stdout, stderr } = await check(t, folder);
  t.equal(code, 1);
  t.equal(stdout, '');
  const lines = stderr.trimEnd().split('\n');
  const places = lines.map(
    line => /^(\S+?):(\d+:\d+): error: (.+); (.+)$/.exec(line)?.slice(1, 3).join(':') ?? line,
  );
  t.strictSame(places, [
    `${folder.file('sekisho.yaml')}:9:5`,
    `${folder.file('sekisho.yaml')}:10:15`,
    `${folder.file('rules/a.conf')}:1:19`,
    `${folder.file('rules/b.conf')}:2:1`,
    `${folder.file('rules/b.conf')}:4:5`,
    `${folder.file('bad.txt')}:3:1`,
    `${folder.file('bad.txt')}:4:1`,
  ]);
  t.match(lines[0], 'did you mean waf?');
  t.match(lines[3], 'did you mean SecRule?');
  t.match(lines[4], 'did you mean rx?');
});

t.test('the same when the configuration itself is right: rules and lists, each mistake once', async t => {
  const folder = files(t);
  folder.write('rules/b.conf', 'SecRule ARGS "@rx a" "id:1,phase:2,deny"\n');
  folder.write('bad.txt', 'nonsense\n');
  const { code, stderr } = await check(t, folder);
  t.equal(code, 1);
  t.equal(stderr.split('\n').length, 3, stderr);
  t.match(stderr, /b\.conf:1:26: error: the id 1 is taken by the rule at .*a\.conf:1; /);
  t.match(stderr, /bad\.txt:1:1: error: found "nonsense"; /);
});

t.test('no such file', async t => {
  const { code, stdout, stderr } = await cli(t, ['check', '--config', '/nonexistent/sekisho.yaml']);
  t.equal(code, 1);
  t.equal(stdout, '');
  t.match(stderr, /^\/nonexistent\/sekisho\.yaml:1:1: error: .*no such file/);
});

t.test('the examples pass', async t => {
  for (const name of ['hosting-jp.yaml', 'sekisho.yaml']) {
    const { code, stderr } = await cli(t, ['check', '--config', `examples/${name}`]);
    t.equal(code, 0, `${name}: ${stderr}`);
  }
});
