import t from 'tap';
import {
  checkStage,
  loadTests,
  readAuditMatches,
  reflect,
  runInProcess,
  runOverSockets,
} from '../../src/ftw/index.js';
import { startReflectingOrigin } from '../crs/origin.js';
import { TempFolder } from '../support/folder.js';
import { TestGateway } from '../support/gateway.js';
import { compileRules } from '../support/offline.js';

const RULES = `SecResponseBodyAccess On
SecRule REQUEST_HEADERS:Content-Type "@beginsWith application/json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
SecRule ARGS:q "@contains attack" "id:10,phase:2,deny,status:403,log,msg:'an attack',logdata:'saw %{MATCHED_VAR}'"
SecRule ARGS:q "@contains lookout" "id:11,phase:2,pass,log"
SecRule RESPONSE_BODY "@contains leak" "id:20,phase:4,deny,status:500,log"
SecRule RESPONSE_STATUS "@streq 302" "id:21,phase:3,pass,log"
SecRule REQUEST_COOKIES:sid "@streq 42" "id:30,phase:1,pass,log"
SecAction "id:40,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},setvar:ip.seen=+1"
SecRule IP:seen "@ge 2" "id:41,phase:1,pass,log"
`;

/** Name → whether the test is to pass. */
const TESTS = `rule_id: 1
tests:
  - { test_id: 1, desc: right, stages: [ { input: { uri: /?q=attack, headers: { Host: h } }, output: { status: 403, log: { expect_ids: [10], no_expect_ids: [11], match_regex: 'id "10".*msg "an attack".*saw attack' } } } ] }
  - { test_id: 2, desc: right, stages: [ { input: { uri: /?q=lookout, headers: { Host: h } }, output: { status: 200, isolated: true, log: { expect_ids: [11], no_match_regex: 'id "10"' } } } ] }
  - { test_id: 3, desc: wrong, stages: [ { input: { uri: /?q=lookout, headers: { Host: h } }, output: { status: 403 } } ] }
  - { test_id: 4, desc: wrong, stages: [ { input: { uri: /?q=lookout, headers: { Host: h } }, output: { log: { expect_ids: [10] } } } ] }
  - { test_id: 5, desc: wrong, stages: [ { input: { uri: /?q=lookout, headers: { Host: h } }, output: { log: { no_expect_ids: [11] } } } ] }
  - { test_id: 6, desc: wrong, stages: [ { input: { uri: /?q=lookout, headers: { Host: h } }, output: { log: { match_regex: nowhere } } } ] }
  - { test_id: 7, desc: wrong, stages: [ { input: { uri: /?q=lookout, headers: { Host: h } }, output: { log: { no_match_regex: 'id .11' } } } ] }
  - { test_id: 8, desc: wrong, stages: [ { input: { uri: /, headers: { Host: h } }, output: { expect_error: true } } ] }
  - { test_id: 9, desc: right, stages: [ { input: { method: POST, uri: /reflect, headers: { Host: h, Content-Type: application/json }, data: '{"body":"a leak"}' }, output: { status: 500, log: { expect_ids: [20] } } } ] }
  - test_id: 10
    desc: right
    stages:
      - { input: { method: POST, uri: /reflect, save_cookie: true, headers: { Host: h, Content-Type: application/json }, data: '{"status":302,"headers":{"Location":"/next?q=lookout","Set-Cookie":"sid=42; Path=/"}}' }, output: { status: 302, log: { expect_ids: [21], no_expect_ids: [30, 41] } } }
      - { input: { follow_redirect: true, headers: { Host: h } }, output: { status: 200, log: { expect_ids: [11, 30] } } }
  - { test_id: 11, desc: wrong, stages: [ { input: { follow_redirect: true, headers: { Host: h } }, output: { status: 200 } } ] }
  - { test_id: 12, desc: right, stages: [ { input: { method: 'no line', version: '' }, output: { status: 400 } } ] }
  - { test_id: 13, desc: right, stages: [ { input: { uri: /, headers: { Host: h } }, output: { response_contains: '^HTTP/1.1 200', log: { no_expect_ids: [41] } } } ] }
`;

t.test('in process: a test passes when everything expected came, and fails with the reason', async t => {
  const folder = new TempFolder(t);
  const running = compileRules(folder, [folder.write('r/test.conf', RULES)]);
  for (const test of loadTests([folder.write('tests.yaml', TESTS)])) {
    const { wrong } = await runInProcess(test, { running });
    t.equal(wrong.length === 0, test.description === 'right', `${test.testId}: ${wrong.join(' | ')}`);
  }
});

t.test('over sockets: the same', async t => {
  const origin = await startReflectingOrigin(t);
  const gateway = await TestGateway.start(t, { upstream: `http://127.0.0.1:${origin}`, rules: RULES });
  const outcomes = await runOverSockets(loadTests([gateway.folder.write('tests.yaml', TESTS)]), {
    host: '127.0.0.1',
    port: gateway.port,
    matches: async () => {
      await gateway.gateway.close();
      return readAuditMatches(gateway.folder.file('audit.jsonl'));
    },
  });
  t.equal(outcomes.length, 13);
  for (const { test, wrong } of outcomes) {
    t.equal(wrong.length === 0, test.description === 'right', `${test.testId}: ${wrong.join(' | ')}`);
  }
});

t.test('no answer where one is expected', async t => {
  const nothing = { status: null, ids: new Set<number>(), log: [], response: '' };
  const [test] = loadTests([new TempFolder(t).write('t.yaml', TESTS)]);
  t.same(checkStage(test.stages[0].output, nothing), ['expected an answer, got none']);
  t.same(checkStage({ ...test.stages[0].output, expectError: true }, nothing), []);
});

t.test('the origin of tests', async t => {
  const ask = (body: string, target = '/reflect', method = 'POST') =>
    reflect(method, target, Buffer.from(body));
  t.match(ask('{"status":418,"headers":{"X-A":"1","bad name":"2","Content-Length":"9"},"body":"<p>hi"}'), {
    status: 418,
    rawHeaders: ['X-A', '1', 'Content-Type', 'text/html; charset=utf-8', 'Content-Length', '5'],
  });
  t.match(ask('{"body":"<html >"}').rawHeaders, ['Content-Type', 'text/html; charset=utf-8']);
  t.equal(ask('{"encodedBody":"/w=="}').body.toString('latin1'), '\xff');
  t.equal(ask('no json').status, 400);
  t.equal(ask('{"status":99}').status, 400);
  t.equal(ask('{"status":418}', '/other').status, 200);
  t.equal(ask('{"status":418}', '/reflect', 'GET').status, 200);
});
