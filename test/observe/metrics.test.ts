import t from 'tap';
import { Metrics, mergeFamilies, renderFamilies } from '../../src/observe/index.js';
import { readExposition } from './exposition.js';
import { sampleMatch, sampleSite, sampleTransaction } from './sample.js';

async function read(metrics: Metrics) {
  return readExposition(await renderFamilies(await metrics.snapshot()));
}

t.test('what a request leaves behind', async t => {
  const metrics = new Metrics('1.2.3');
  metrics.sites.setSites(['a.example']);
  metrics.rules.setRules([942100]);
  const tx = sampleTransaction();
  tx.matches.push(sampleMatch(), sampleMatch({ id: 7 }));
  tx.uninspected.push('body-over-limit', 'websocket', 'websocket');
  tx.bytesUninspected = 1000;
  tx.faults.push({ source: 'upstream', code: 'connect-timeout', message: '' });
  metrics.finish(tx);
  const refused = sampleTransaction();
  Object.assign(refused, { outcome: 'refused', status: 403, inspected: false, upstreamTime: null });
  refused.verdict = { kind: 'block', status: 403, reason: 'country', by: 'countries' };
  metrics.finish(refused);
  const detected = sampleTransaction();
  detected.verdict = { kind: 'block', status: 403, reason: 'rule', by: 942100 };
  detected.detectedOnly = true;
  metrics.finish(detected);

  const m = await read(metrics);
  const site = 'a.example';
  t.equal(m.value('sekisho_requests_total', { site, outcome: 'forwarded' }), 2);
  t.equal(m.value('sekisho_requests_total', { site, outcome: 'refused' }), 1);
  t.equal(m.value('sekisho_requests_total', { site, outcome: 'failed' }), undefined);
  t.equal(m.value('sekisho_responses_total', { site, class: '4xx' }), 1);
  t.equal(m.value('sekisho_gate_decisions_total', { site, reason: 'country' }), 1);
  t.equal(m.value('sekisho_gate_decisions_total', { reason: 'rule' }), undefined);
  t.equal(m.value('sekisho_verdicts_total', { site, enforced: 'no', reason: 'rule' }), 1);
  t.equal(m.value('sekisho_request_bytes_total', { site }), 9);
  t.equal(m.value('sekisho_response_bytes_total', { site }), 60);
  t.equal(m.value('sekisho_rule_matches_total', { rule: '942100' }), 1);
  t.equal(m.value('sekisho_rule_matches_total', { rule: 'other' }), 1);
  t.equal(m.value('sekisho_uninspected_requests_total', { reason: 'websocket' }), 1);
  t.equal(m.value('sekisho_uninspected_bytes_total', { reason: 'body-over-limit' }), 1000);
  t.equal(m.value('sekisho_uninspected_bytes_total', { reason: 'websocket' }), 0);
  t.equal(m.value('sekisho_faults_total', { source: 'upstream', code: 'connect-timeout' }), 1);
  t.equal(m.value('sekisho_inspection_seconds_count'), 2);
  t.equal(m.value('sekisho_inspection_seconds_bucket', { le: '0.0001' }), 0);
  t.equal(
    m.value('sekisho_inspection_seconds_bucket', { le: '0.00025' }),
    2,
    'a bound belongs to its bucket',
  );
  t.equal(m.value('sekisho_inspection_seconds_bucket', { le: '+Inf' }), 2);
  t.equal(m.value('sekisho_inspection_seconds_sum'), 0.0005);
  t.equal(m.value('sekisho_upstream_seconds_count'), 2);
  t.equal(m.value('sekisho_request_seconds_count'), 3);
  t.equal(m.value('sekisho_build_info', { version: '1.2.3' }), 1);
});

t.test('events outside of a request', async t => {
  let dropped = 0;
  const metrics = new Metrics('1', new Map([['audit', () => dropped]]));
  dropped = 12;
  metrics.countRejected('HPE_INVALID_METHOD');
  metrics.countReload('failure');
  metrics.countReload('success');
  metrics.setConnections(2);
  metrics.setConnections(1);
  metrics.setLists(new Map([['tor "x"\n', { entries: 5, updatedAt: Date.now() - 60_000 }]]));
  metrics.setCountryDatabase(Date.now() - 3_600_000);
  const m = await read(metrics);
  t.equal(m.value('sekisho_rejected_total', { code: 'HPE_INVALID_METHOD' }), 1);
  t.equal(m.value('sekisho_reloads_total', { result: 'failure' }), 1);
  t.ok((m.value('sekisho_reload_last_success_timestamp_seconds') ?? 0) > 1_700_000_000);
  t.equal(m.value('sekisho_connections'), 1);
  t.equal(m.value('sekisho_log_dropped_total', { log: 'audit' }), 12);
  t.equal(m.value('sekisho_list_entries', { list: 'tor "x"\n' }), 5);
  t.ok((m.value('sekisho_list_age_seconds') ?? 0) >= 60);
  t.ok((m.value('sekisho_country_database_age_seconds') ?? 0) >= 3600);
  t.ok((m.value('sekisho_event_loop_lag_seconds', { statistic: 'p99' }) ?? -1) >= 0);
  t.ok((m.value('process_resident_memory_bytes') ?? 0) > 0);
});

t.test('names follow the conventions of Prometheus', async t => {
  const { types } = await read(new Metrics('1'));
  for (const [name, type] of types) {
    if (!name.startsWith('sekisho_')) continue;
    t.equal(name.endsWith('_total'), type === 'counter', name);
    t.notMatch(name, /milliseconds|_ms\b|kilobytes/);
  }
  t.ok(types.size > 30);
});

t.test('nothing from a request can grow the labels', async t => {
  const metrics = new Metrics('1');
  metrics.sites.setSites(['a.example']);
  metrics.rules.setRules(Array.from({ length: 5000 }, (_, i) => i));
  for (let i = 0; i < 5000; i++) {
    const tx = sampleTransaction();
    tx.site = sampleSite(`${i}.attacker.example`);
    tx.matches.push(sampleMatch({ id: i }));
    tx.faults.push({ source: 'client', code: `code-${i}`, message: '' });
    metrics.finish(tx);
    metrics.countRejected(`HPE_${i}`);
    metrics.countRejected(`"\n ${i}`);
  }
  const m = await read(metrics);
  const count = (name: string): number => m.samples.filter(sample => sample.name === name).length;
  t.equal(m.value('sekisho_requests_total', { site: '-', outcome: 'forwarded' }), 5000);
  t.equal(count('sekisho_requests_total'), 1);
  t.equal(count('sekisho_rule_matches_total'), 2001);
  t.equal(m.value('sekisho_rule_matches_total', { rule: 'other' }), 3000);
  t.ok(count('sekisho_faults_total') <= 129);
  t.ok(count('sekisho_rejected_total') <= 129);
});

t.test('a reload keeps the counters of what stays', async t => {
  const metrics = new Metrics('1');
  metrics.sites.setSites(['a.example', 'gone.example']);
  metrics.rules.setRules([1, 2]);
  const tx = sampleTransaction();
  tx.matches.push(sampleMatch({ id: 1 }), sampleMatch({ id: 2 }));
  metrics.finish(tx);
  metrics.sites.setSites(['a.example', 'new.example']);
  metrics.rules.setRules([2, 3]);
  metrics.finish(tx);
  const m = await read(metrics);
  t.equal(m.value('sekisho_requests_total', { site: 'a.example' }), 2);
  t.equal(m.value('sekisho_rule_matches_total', { rule: '2' }), 2);
  t.equal(m.value('sekisho_rule_matches_total', { rule: '1' }), undefined);
  t.equal(m.value('sekisho_rule_matches_total', { rule: 'other' }), 1);
});

t.test('ten thousand sites render', async t => {
  const metrics = new Metrics('1');
  const names = Array.from({ length: 10_000 }, (_, i) => `s${i}.example`);
  metrics.sites.setSites(names);
  const tx = sampleTransaction();
  for (const name of names) {
    tx.site = sampleSite(name);
    metrics.finish(tx);
  }
  const m = await read(metrics);
  t.equal(m.samples.filter(sample => sample.name === 'sekisho_requests_total').length, 10_000);
});

t.test('several processes make one set', async t => {
  const [one, two] = [new Metrics('1'), new Metrics('1')];
  for (const metrics of [one, two]) {
    metrics.sites.setSites(['a.example']);
    metrics.finish(sampleTransaction());
    metrics.setConnections(1);
    metrics.setLists(new Map([['tor', { entries: 5, updatedAt: 0 }]]));
  }
  const sent = structuredClone([await one.snapshot(), await two.snapshot()]);
  const m = readExposition(await renderFamilies(mergeFamilies(sent)));
  t.equal(m.value('sekisho_requests_total', { site: 'a.example' }), 2);
  t.equal(m.value('sekisho_connections'), 2);
  t.equal(m.value('sekisho_list_entries', { list: 'tor' }), 5);
  t.equal(m.value('sekisho_build_info', { version: '1' }), 1);
  t.equal(m.value('sekisho_request_seconds_count'), 2);
});
