import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import t from 'tap';
import { Observer, renderFamilies } from '../../src/observe/index.js';
import { readExposition } from './exposition.js';
import { sampleMatch, sampleTransaction } from './sample.js';

const logger = pino({ level: 'silent' });

t.test('access line, audit line and metrics of each request', async t => {
  const dir = t.testdir();
  const [accessFile, auditFile] = [join(dir, 'access.log'), join(dir, 'audit.jsonl')];
  const observer = new Observer({
    access: { destination: accessFile, format: 'combined' },
    audit: { destination: auditFile, which: 'relevant' },
    mask: ['member-no'],
    version: '1',
    logger,
  });
  observer.finish(sampleTransaction('/a?memberNo=12&note=34'));
  const matched = sampleTransaction('/b?memberNo=12&note=34');
  matched.matches.push(sampleMatch());
  matched.maskedFields.add('note');
  observer.finish(matched);
  await observer.close();
  const access = readFileSync(accessFile, 'utf8').trimEnd().split('\n');
  t.equal(access.length, 2);
  t.match(access[0], '/a?memberNo=***&note=34 ');
  t.match(access[1], '/b?memberNo=***&note=*** ');
  const audit = readFileSync(auditFile, 'utf8').trimEnd().split('\n');
  t.equal(audit.length, 1);
  t.equal(JSON.parse(audit[0]).request.uri, '/b?memberNo=***&note=***');
});

t.test('logs can be off', async t => {
  const observer = new Observer({
    access: { destination: null, format: 'json' },
    audit: { destination: join(t.testdir(), 'no', 'such', 'dir'), which: 'off' },
    version: '1',
    logger,
  });
  const tx = sampleTransaction();
  tx.endedAt = 0;
  observer.finish(tx);
  t.ok(tx.endedAt > 0);
  observer.reopen();
  await observer.close();
});

t.test('a full disk does not stop requests, and the drop counters rise', async t => {
  const observer = new Observer({
    access: { destination: '/dev/full', format: 'json' },
    audit: { destination: '/dev/full', which: 'all' },
    version: '1',
    logger,
  });
  const tx = sampleTransaction(`/${'a'.repeat(2000)}`);
  for (let i = 0; i < 8000; i++) {
    observer.finish(tx);
    if (i % 500 === 0) await new Promise(resolve => setImmediate(resolve));
  }
  const m = readExposition(await renderFamilies(await observer.metrics.snapshot()));
  t.ok((m.value('sekisho_log_dropped_total', { log: 'access' }) ?? 0) > 0);
  t.ok((m.value('sekisho_log_dropped_total', { log: 'audit' }) ?? 0) > 0);
  t.equal(m.value('sekisho_requests_total', { outcome: 'forwarded' }), 8000);
  await observer.close();
});

t.test('a transaction that cannot be written down is a fault, not an exception', async t => {
  const file = join(t.testdir(), 'audit.jsonl');
  const observer = new Observer({
    access: { destination: null, format: 'json' },
    audit: { destination: file, which: 'all' },
    version: '1',
    logger,
  });
  const broken = sampleTransaction();
  Object.defineProperty(broken, 'matches', {
    get: () => {
      throw new Error('broken');
    },
  });
  observer.finish(broken);
  const m = readExposition(await renderFamilies(await observer.metrics.snapshot()));
  t.equal(m.value('sekisho_faults_total', { source: 'gateway', code: 'observe' }), 1);
  await observer.close();
});
