/** `sekisho exclude` on audit lines of the shipped rules: what it proposes, the request that passes with it, and the rule tests. */
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { parseAuditLine } from '../../src/cli/exclude/audit-line.js';
import { createEnvironment } from '../../src/gateway/environment.js';
import { auditLine } from '../../src/observe/audit.js';
import { Masker } from '../../src/observe/mask/masker.js';
import { judge, parseRawRequest } from '../../src/replay/index.js';
import { createJudge } from '../detection/score.js';
import { TempFolder } from '../support/folder.js';
import { compileRules } from '../support/offline.js';
import { cli, ROOT } from '../support/process.js';

const SHIPPED = join(ROOT, 'rules/*.conf');
const TESTS = join(ROOT, 'test/rules/520-sqli.yaml');
const COMMENT = "1' OR '1'='1";

const post = (body: string): string =>
  `POST /blog/comment HTTP/1.1\r\nHost: www.example.jp\r\nUser-Agent: Mozilla/5.0 (X11)\r\nAccept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const BLOCKED = post(`name=Hanako&comment=${encodeURIComponent(COMMENT)}`);

function yaml(exclude = ''): string {
  return `listen: { http: 127.0.0.1:0, admin: off }
rules: [${JSON.stringify(SHIPPED)}]
sites:
  - hosts: [www.example.jp]
    upstream: http://127.0.0.1:1
    waf:
      mode: block
${exclude}`;
}

/** The audit line of a request under the shipped rules. */
async function lineOf(t: Test, raw: string): Promise<string> {
  const running = compileRules(new TempFolder(t), [SHIPPED]);
  const site = running.sites[0].site;
  const { transaction } = await judge(parseRawRequest(Buffer.from(raw, 'latin1')), {
    running,
    environment: createEnvironment(() => running, 3600),
  });
  transaction.site = { ...site, name: 'www.example.jp' };
  return auditLine(transaction, new Masker());
}

/** The lines of the proposal, as the configuration takes them. */
function proposalOf(stdout: string): string {
  return stdout
    .split('\n')
    .filter(line => /^ {6,}(?:exclude:|- )/.test(line))
    .join('\n');
}

t.test('a comment that was taken for SQL', async t => {
  const folder = new TempFolder(t);
  const config = folder.write('sekisho.yaml', yaml());
  const line = await lineOf(t, BLOCKED);
  const { code, stdout, stderr } = await cli(t, ['exclude', line, '-c', config, '--tests', TESTS]);
  t.equal(code, 0, stderr);
  const proposal = proposalOf(stdout);
  t.match(proposal, /target: "ARGS:comment", path: "\/blog\/comment"/);
  t.notMatch(proposal, /ARGS:name/, 'nothing that it does not need');
  t.match(stdout, /put together from the recorded matches\): block with 403.*; with it: pass/);
  const [, held, all] = /(\d+) of (\d+) attacks of the rule tests/.exec(stdout) ?? [];
  t.ok(Number(all) > 20, stdout);
  t.equal(held, all);

  const exclude = proposal.slice(proposal.indexOf('\n')).replace(/\s*- (\{.*\})/g, '$1,');
  const changed = createJudge(compileRules(folder, [SHIPPED], `mode: block, exclude: [${exclude}]`));
  t.equal((await changed(BLOCKED)).isBlocked, false, 'and so it does');
  t.equal((await changed(BLOCKED.replace('/blog/comment', '/shop/comment'))).isBlocked, true);
  t.equal((await changed(BLOCKED.replace('comment=', 'title='))).isBlocked, true);
});

t.test('an exclusion under which an attack of the tests would pass is an error', async t => {
  const folder = new TempFolder(t);
  const config = folder.write('sekisho.yaml', yaml());
  const attack = (path: string, id: string): string => `meta: { author: x }
rule_id: 1
tests:
  - test_id: ${id}
    stages:
      - input: { uri: "${path}?comment=1%27%20OR%20%271%27%3D%271", headers: { Host: www.example.jp } }
        output: { log: { expect_ids: [520010] } }
`;
  const tests = folder.write('tests/a.yaml', attack('/blog/comment', '1'));
  folder.write('tests/b.yaml', attack('/other', '2').replace('rule_id: 1', 'rule_id: 2'));
  const line = await lineOf(t, BLOCKED);
  const { code, stdout, stderr } = await cli(t, [
    'exclude',
    line,
    '-c',
    config,
    '--tests',
    join(tests, '..'),
  ]);
  t.equal(code, 1);
  t.match(stdout, '1 of 2 attacks');
  t.match(stderr, 'no longer found: 1-1');
});

t.test('lines that are none', async t => {
  for (const [written, said] of [
    ['not json', /this is no JSON; give one whole line/],
    ['[]', /the line is no JSON object/],
    ['{}', /"request" is no JSON object/],
    [await lineOf(t, post('a=1')), /no rule matched in this line/],
    [(await lineOf(t, BLOCKED)).replace('"site":', '"other":'), /"site" is missing/],
  ] as const) {
    t.throws(() => parseAuditLine(written), said);
  }
});
