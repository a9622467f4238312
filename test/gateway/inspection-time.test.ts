import t, { type Test } from 'tap';
import { TestGateway } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

/** Sixty rules that no filter passes over, each of which reads all of a long value through. */
const RULES = Array.from(
  { length: 60 },
  (_, i) => `SecRule ARGS "!@rx ^(?:[a-z]|[^a-z])*?[^a-z]{${i + 1}}$" "id:${5000 + i},phase:2,pass,nolog"`,
).join('\n');
/** A request that all of them look at: hundreds of milliseconds of work. */
const COSTLY = request(
  'POST /',
  ['Content-Type: application/x-www-form-urlencoded'],
  `q=${'a1'.repeat(300_000)}`,
);

async function start(tt: Test, waf: string): Promise<{ gateway: TestGateway; origin: WireOrigin }> {
  const origin = await WireOrigin.start(tt);
  const gateway = await TestGateway.start(tt, {
    rules: `SecRequestBodyAccess On\n${RULES}`,
    more: 'limits: { inspectionTime: 1ms, inspectionTimePerMebibyte: 1ms }',
    sites: `- { hosts: ['*'], upstream: ${origin.url}, waf: { ${waf} } }`,
  });
  return { gateway, origin };
}

t.test('a request that takes more than its share is answered by onFault: block', async t => {
  const { gateway, origin } = await start(t, 'mode: block');
  const refused = await askOnce(gateway.port, COSTLY);
  t.equal(refused.status, 500);
  t.equal(origin.arrivals.length, 0);
  const spent = { source: 'client', code: 'inspection-time' };
  t.equal(await gateway.metric('sekisho_faults_total', spent), 1);
  const plain = await askOnce(gateway.port, request('GET /?q=tea'));
  t.equal(plain.status, 200, 'an ordinary request never comes near it');
  t.equal(await gateway.metric('sekisho_faults_total', spent), 1);
});

t.test('onFault: pass lets it through, counted as not fully inspected', async t => {
  const { gateway, origin } = await start(t, 'mode: block, onFault: pass');
  const passed = await askOnce(gateway.port, COSTLY);
  t.equal(passed.status, 200);
  t.equal(origin.arrivals.length, 1);
  t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'fault-passed' }), 1);
});
