import fc from 'fast-check';
import t from 'tap';
import { auditLine } from '../../src/observe/audit.js';
import { isAudited, isRelevantStatus } from '../../src/observe/audit-policy.js';
import { Masker } from '../../src/observe/mask/masker.js';
import { sampleMatch, sampleTransaction } from './sample.js';

const masker = new Masker();

t.test('a whole line', async t => {
  const tx = sampleTransaction('/a?q=1', [
    'Host',
    'a.example',
    'Cookie',
    'sid=abc; x=1',
    'cookie',
    'y=2',
    'Accept',
    'a/b',
    'ACCEPT',
    'c/d',
  ]);
  tx.verdict = { kind: 'block', status: 403, reason: 'rule', by: 949110 };
  tx.outcome = 'blocked';
  tx.status = 403;
  tx.score = 5;
  tx.matches.push(sampleMatch({ logdata: 'found \xff' }));
  tx.uninspected.push('body-type', 'body-type');
  tx.faults.push({ source: 'gateway', code: 'regex-limit', message: 'step limit' });
  t.strictSame(JSON.parse(auditLine(tx, masker)), {
    time: '2026-10-10T13:55:36.007Z',
    id: '01req',
    site: 'a.example',
    client: { ip: '203.0.113.9', country: 'JP', port: 40000 },
    request: {
      method: 'GET',
      uri: '/a?q=1',
      protocol: 'HTTP/1.1',
      headers: { host: 'a.example', cookie: 'sid=***; x=***; y=***', accept: 'a/b, c/d' },
    },
    response: { status: 403 },
    outcome: 'blocked',
    mode: 'block',
    verdict: 'block',
    status: 403,
    reason: 'rule',
    by: 949110,
    rules: [
      {
        id: 942100,
        msg: 'SQL injection',
        severity: 'CRITICAL',
        tags: ['attack-sqli'],
        target: 'ARGS:q',
        value: "1' or 1=1",
        phase: 2,
        file: 'rules/sqli.conf',
        line: 12,
        logdata: 'found \\xFF',
      },
    ],
    score: 5,
    uninspected: ['body-type'],
    faults: [{ source: 'gateway', code: 'regex-limit', message: 'step limit' }],
    times: { total: 20.123, inspection: 0.25, upstream: 12.5 },
  });
});

t.test('a pass', async t => {
  const line = JSON.parse(auditLine(sampleTransaction(), masker));
  t.match(line, { verdict: 'pass', rules: [], score: null });
  t.notOk('reason' in line);
});

t.test('no secret is anywhere in the line', async t => {
  const secret = 'Hunter2-Secret';
  const lower = secret.toLowerCase();
  const tx = sampleTransaction(`/login?password=${secret}&q=1`, [
    'Authorization',
    `Bearer ${secret}`,
    'Cookie',
    `session=${secret}`,
    'X-Api-Key',
    secret,
    'Referer',
    `https://a.example/?access_token=${secret}`,
  ]);
  const targets = [
    'ARGS:password',
    'REQUEST_HEADERS:Authorization',
    'REQUEST_COOKIES:session',
    'REQUEST_HEADERS:x-api-key',
  ];
  for (const target of targets) {
    tx.matches.push(
      sampleMatch({
        target,
        value: lower,
        logdata: `Matched Data: ${secret.slice(0, 7)} within ${target}: ${lower}`,
      }),
    );
  }
  for (const target of ['REQUEST_BODY', 'QUERY_STRING', 'REQUEST_URI', 'FULL_REQUEST', 'TX:0']) {
    tx.matches.push(
      sampleMatch({
        target,
        value: `q=1&password=${lower}`,
        logdata: `saw ${lower}`,
        msg: `Found ${secret}`,
      }),
    );
  }
  const line = auditLine(tx, masker);
  t.notMatch(line, /hunter2/i);
  t.equal(JSON.parse(line).rules.length, 9);
});

t.test('lines are bounded and stay valid JSON whatever comes', async t => {
  for (const char of ['\x00', '\xff', '"', 'a', '\xe3\x81\x82', '\\x']) {
    const big = char.repeat(20_000);
    const headers = Array.from({ length: 200 }, (_, i) => [`x-${i}`, big.slice(0, 3000)]).flat();
    const tx = sampleTransaction(`/${big}`, headers);
    for (let i = 0; i < 500; i++) {
      tx.matches.push(sampleMatch({ value: big, logdata: big, msg: big, target: `ARGS:${big}` }));
      tx.faults.push({ source: 'client', code: big, message: big });
    }
    const line = auditLine(tx, masker);
    t.ok(Buffer.byteLength(line) <= 65536, `${Buffer.byteLength(line)} bytes of ${JSON.stringify(char)}`);
    const parsed = JSON.parse(line);
    t.ok(parsed.rules.length > 0);
    t.equal(parsed.rules.length + parsed.rulesOmitted, 500);
    t.same(parsed.omittedRuleIds, [parsed.rules[0].id], 'no rule that matched is lost');
    t.ok(parsed.request.headersOmitted > 0);
  }
});

t.test('bytes left out are counted, over the masking window too', async t => {
  const tx = sampleTransaction();
  tx.matches.push(sampleMatch({ value: 'v'.repeat(5000) }), sampleMatch({ value: 'v'.repeat(50_000) }));
  const [first, second] = JSON.parse(auditLine(tx, masker)).rules;
  t.equal(first.value, `${'v'.repeat(2048)}...[+2952 bytes]`);
  t.equal(second.value, `${'v'.repeat(2048)}...[+47952 bytes]`);
});

t.test('a secret cut by the window is not shown', async t => {
  const secret = 'S'.repeat(900);
  const tx = sampleTransaction(`/?token=${secret}`);
  // Masked fields shrink the text below the limit, so that the end of the window would show.
  const value = `${`password=${'x'.repeat(1500)}&`.repeat(5)}${'y'.repeat(8192 - 5 * 1510 - 500)}${secret}`;
  tx.matches.push(sampleMatch({ target: 'REQUEST_BODY', value }));
  t.notMatch(auditLine(tx, masker), /sss/i);
});

t.test('any header and value', async () => {
  const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code)) });
  fc.assert(
    fc.property(fc.array(fc.tuple(bytes, bytes)), bytes, bytes, (headers, target, value) => {
      const tx = sampleTransaction(target, headers.flat());
      tx.matches.push(sampleMatch({ value, logdata: value, target }));
      const line = auditLine(tx, masker);
      JSON.parse(line);
      return !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(line);
    }),
  );
});

t.test('which transactions are audited', async t => {
  const audited = (
    which: 'all' | 'relevant' | 'off',
    change: (tx: ReturnType<typeof sampleTransaction>) => unknown,
  ) => {
    const tx = sampleTransaction();
    change(tx);
    return isAudited(tx, which, isRelevantStatus);
  };
  const cases: [
    string,
    (tx: ReturnType<typeof sampleTransaction>) => unknown,
    all: boolean,
    relevant: boolean,
  ][] = [
    ['nothing matched', () => {}, true, false],
    ['not inspected', tx => Object.assign(tx, { inspected: false }), false, false],
    ['404', tx => Object.assign(tx, { status: 404 }), true, false],
    ['403 of the upstream', tx => Object.assign(tx, { status: 403 }), true, true],
    [
      '502 without inspection',
      tx => Object.assign(tx, { inspected: false, status: 502, outcome: 'failed' }),
      true,
      true,
    ],
    ['a match', tx => tx.matches.push(sampleMatch()), true, true],
    ['a match with noauditlog', tx => tx.matches.push(sampleMatch({ audit: false })), true, false],
    ['auditRelevant', tx => Object.assign(tx, { auditRelevant: true }), true, true],
    [
      'detected only',
      tx => Object.assign(tx, { verdict: { kind: 'drop', reason: 'rule', by: 1 }, detectedOnly: true }),
      true,
      true,
    ],
    [
      'refused by the gate',
      tx => Object.assign(tx, { inspected: false, outcome: 'refused', status: 0 }),
      true,
      true,
    ],
    ['rejected', tx => Object.assign(tx, { inspected: false, outcome: 'rejected', status: 400 }), true, true],
    ['ctl:auditEngine=On', tx => Object.assign(tx, { audit: 'always' }), true, true],
    ['ctl:auditEngine=Off', tx => Object.assign(tx, { audit: 'never', status: 500 }), false, false],
    ['ctl:auditEngine=RelevantOnly', tx => Object.assign(tx, { audit: 'relevant' }), false, false],
  ];
  for (const [name, change, all, relevant] of cases) {
    t.equal(audited('all', change), all, `all: ${name}`);
    t.equal(audited('relevant', change), relevant, `relevant: ${name}`);
    t.equal(audited('off', change), false, `off: ${name}`);
  }
});
