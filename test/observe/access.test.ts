import t from 'tap';
import { createAccessFormatter } from '../../src/observe/access.js';
import { Masker } from '../../src/observe/mask/masker.js';
import { sampleTransaction } from './sample.js';

const masker = new Masker();
const json = createAccessFormatter('json');
const combined = createAccessFormatter('combined');

/** Apache's combined format, strictly. */
const COMBINED =
  /^(\S+) - - \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$/;

t.test('json', async t => {
  const tx = sampleTransaction('/a?password=x', [
    'Host',
    'A.example',
    'User-Agent',
    'u"\xff',
    'Referer',
    'http://r/?token=1',
  ]);
  t.strictSame(JSON.parse(json(tx, masker)), {
    level: 30,
    time: Date.UTC(2026, 9, 10, 13, 55, 36, 7),
    msg: 'request',
    id: '01req',
    site: 'a.example',
    client: '203.0.113.9',
    country: 'JP',
    method: 'GET',
    host: 'A.example',
    uri: '/a?password=***',
    protocol: 'HTTP/1.1',
    status: 200,
    outcome: 'forwarded',
    bytesIn: 3,
    bytesOut: 20,
    duration: 20.123,
    inspection: 0.25,
    upstream: 12.5,
    userAgent: 'u"\\xFF',
    referer: 'http://r/?token=***',
  });
});

t.test('json: why it was stopped', async t => {
  const tx = sampleTransaction();
  tx.client = null;
  tx.site = null;
  tx.upstreamTime = null;
  tx.verdict = { kind: 'block', status: 403, reason: 'rule', by: 949110 };
  tx.detectedOnly = true;
  const line = JSON.parse(json(tx, masker));
  t.match(line, { site: null, client: null, country: null, reason: 'rule', by: 949110, detectedOnly: true });
  t.notOk('upstream' in line);
});

t.test('combined', async t => {
  t.equal(
    combined(sampleTransaction(), masker),
    '203.0.113.9 - - [10/Oct/2026:13:55:36 +0000] "GET /index.html?q=1 HTTP/1.1" 200 20 "-" "test/1"',
  );
  const aborted = sampleTransaction();
  aborted.status = 0;
  aborted.outcome = 'aborted';
  aborted.bytesOut = 0;
  t.match(combined(aborted, masker), '" 499 - "');
  aborted.outcome = 'refused';
  t.match(combined(aborted, masker), '" 444 - "');
});

t.test('log injection: hostile fields stay in their field', async t => {
  const hostile = 'x" 200 1 "-" "-"\r\n203.0.113.1 - - [fake] \\" \x1b[2J \xe2\x80\xa8';
  const tx = sampleTransaction(`/${hostile}?token=${hostile}`, [
    'User-Agent',
    hostile,
    'Referer',
    hostile,
    'Host',
    hostile,
  ]);
  const line = combined(tx, masker);
  t.ok(/^[\x20-\x7e]*$/.test(line));
  const match = COMBINED.exec(line);
  t.ok(match);
  t.equal(match?.[4], '200');
  const jsonLine = json(tx, masker);
  t.notMatch(jsonLine, /[\u0000-\u001f\u007f-\u009f\u2028]/);
  t.match(JSON.parse(jsonLine).userAgent, 'x" 200 1');
});

t.test('long fields are cut', async t => {
  const tx = sampleTransaction(`/${'a'.repeat(60_000)}`, ['User-Agent', 'b'.repeat(60_000)]);
  t.ok(json(tx, masker).length < 6000);
  t.ok(combined(tx, masker).length < 6000);
});
