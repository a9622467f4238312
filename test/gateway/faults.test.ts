import t, { type Test } from 'tap';
import type { Site } from '../../src/core/index.js';
import type { Running, RunningSite } from '../../src/gateway/index.js';
import { Programs } from '../../src/inspect/program/programs.js';
import { TestGateway } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request, WireClient } from '../support/wire.js';

/** Everything that tests break must look at first sight like the real thing: these change parts of what is in force. */
type Loose<T> = { -readonly [K in keyof T]: T[K] };

function boom(): never {
  throw new Error('injected');
}

/** Requests with `X-Break: NAME` get what the breaker of that name makes of the site; all others the real one. */
function breakSite(gateway: TestGateway, breaker: (site: RunningSite) => RunningSite): () => void {
  const { router } = gateway.gateway.running as { router: { find: Running['router']['find'] } };
  const { find } = router;
  router.find = host => {
    const site = find.call(router, host);
    return site === null ? null : breaker(site);
  };
  return () => {
    router.find = find;
  };
}

/** The site with a forwarder that throws. */
function brokenForwarder(site: RunningSite): RunningSite {
  const { own: whole } = site.forwarders;
  const own = {
    forward: boom,
    choose: whole.choose,
    acquire: () => whole.acquire(),
    release: () => whole.release(),
  };
  return { ...site, forwarders: { ...site.forwarders, own } };
}

async function start(
  tt: Test,
  waf = '',
  rules?: string,
): Promise<{ gateway: TestGateway; origin: WireOrigin }> {
  const origin = await WireOrigin.start(tt);
  const sites = `- { hosts: ['*'], upstream: ${origin.url}, waf: { mode: block${waf} } }`;
  const gateway = await TestGateway.start(tt, { sites, rules });
  return { gateway, origin };
}

/** The broken request fails with the status, is counted, and the next one on the same connection is fine. */
async function failsAlone(
  tt: Test,
  gateway: TestGateway,
  repair: () => void,
  expected: { status: number; code: string; bytes?: Buffer },
): Promise<void> {
  const client = WireClient.open(gateway.port);
  tt.teardown(() => client.close());
  const failed = await client.ask(expected.bytes ?? request('GET /broken'));
  tt.equal(failed.status, expected.status, 'the broken request');
  if (expected.status >= 400) tt.match(failed.text, /Request ID|reference|ID: /i, 'with the gateway’s page');
  tt.notMatch(failed.text, /injected/, 'which tells nothing of the fault');
  tt.equal(
    await gateway.metric('sekisho_faults_total', { source: 'gateway', code: expected.code }),
    1,
    'counted',
  );
  repair();
  tt.equal((await client.ask(request('GET /next'))).status, 200, 'the next request on the same connection');
  const [line] = await gateway.audit(1);
  tt.equal(line.faults[0]?.code ?? 'none', expected.code, 'in the audit log');
  tt.ok(
    gateway.logs.some(log => log.msg === 'a step failed' && log.step === expected.code),
    'in the program log',
  );
}

t.test('a throw in client', async t => {
  const { gateway } = await start(t);
  const running = gateway.gateway.running as Loose<Running>;
  const { geo } = running;
  running.geo = { ...geo, lookup: boom };
  const client = WireClient.open(gateway.port);
  t.equal((await client.ask(request('GET /'))).status, 500);
  t.equal(await gateway.metric('sekisho_faults_total', { source: 'gateway', code: 'client' }), 1);
  running.geo = geo;
  t.equal((await client.ask(request('GET /'))).status, 200);
  client.close();
});

t.test('a throw in the gate never lets in', async t => {
  const { gateway, origin } = await start(t, ', onFault: pass');
  const repair = breakSite(gateway, site => ({ ...site, gate: { ...site.gate, check: boom } }));
  await failsAlone(t, gateway, repair, { status: 500, code: 'gate' });
  t.strictSame(
    origin.arrivals.map(({ line }) => line),
    ['GET /next HTTP/1.1'],
  );
});

const parsing = (site: RunningSite): RunningSite => ({
  ...site,
  get parseLimits(): RunningSite['parseLimits'] {
    return boom();
  },
});

/** A plan whose first rule of a phase, a SecAction, throws. */
function throwsInPhase(phase: number): (site: RunningSite) => RunningSite {
  return site => {
    const phases = site.plan.phases.map((rules, index) => {
      if (index !== phase) return rules;
      const [first] = rules;
      return [{ ...first, links: [{ ...first.links[0], effects: [boom] }] }, ...rules.slice(1)];
    });
    return { ...site, plan: { ...site.plan, phases, programs: new Programs(phases, () => null) } };
  };
}

const EVERY_PHASE = [1, 2, 3, 5].map(phase => `SecAction "id:${phase},phase:${phase},pass,nolog"`).join('\n');

const FORM = request('POST /broken', ['Content-Type: application/x-www-form-urlencoded'], 'a=1');

for (const [name, breaker, bytes] of [
  ['parsing the head', parsing, undefined],
  ['phase 1', throwsInPhase(1), undefined],
  ['phase 2 without a body', throwsInPhase(2), undefined],
  ['phase 2 with a body', throwsInPhase(2), FORM],
  ['phase 3, before anything of the response was sent', throwsInPhase(3), undefined],
] as const) {
  t.test(`a throw in ${name} is answered by onFault: block`, async t => {
    const { gateway } = await start(t, '', EVERY_PHASE);
    const repair = breakSite(gateway, breaker);
    await failsAlone(t, gateway, repair, { status: 500, code: 'inspect', bytes });
    t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'fault-passed' }), 0);
  });

  t.test(`a throw in ${name} is passed by onFault: pass, and counted`, async t => {
    const { gateway } = await start(t, ', onFault: pass', EVERY_PHASE);
    const repair = breakSite(gateway, breaker);
    await failsAlone(t, gateway, repair, { status: 200, code: 'inspect', bytes });
    t.equal(await gateway.metric('sekisho_uninspected_requests_total', { reason: 'fault-passed' }), 1);
    const [line] = await gateway.audit(1);
    t.strictSame(line.uninspected, ['fault-passed']);
  });

  t.test(`a throw in ${name} does not stop a request in detect`, async t => {
    const origin = await WireOrigin.start(t);
    const sites = `- { hosts: ['*'], upstream: ${origin.url}, waf: { mode: detect } }`;
    const gateway = await TestGateway.start(t, { sites, rules: EVERY_PHASE });
    const repair = breakSite(gateway, breaker);
    await failsAlone(t, gateway, repair, { status: 200, code: 'inspect', bytes });
    const [line] = await gateway.audit(1);
    t.equal(line.detectedOnly, true);
    t.strictSame(line.uninspected, ['fault-passed']);
  });
}

t.test('a throw in phase 5 fails nothing', async t => {
  const { gateway } = await start(t, '', EVERY_PHASE);
  const repair = breakSite(gateway, throwsInPhase(5));
  await failsAlone(t, gateway, repair, { status: 200, code: 'log-phase' });
});

t.test('a throw in decide is answered 500', async t => {
  const { gateway } = await start(t);
  let left = 1;
  const repair = breakSite(gateway, site => ({
    ...site,
    site: new Proxy(site.site, {
      get(target, key) {
        if (key === 'blockPage' && left-- > 0) boom();
        return target[key as keyof Site];
      },
    }),
  }));
  await failsAlone(t, gateway, repair, {
    status: 500,
    code: 'decide',
    bytes: request('GET /?a=attack', ['Accept: text/html']),
  });
});

t.test('a page that cannot be made closes the connection, and the next one is served', async t => {
  const { gateway, origin } = await start(t);
  const repair = breakSite(gateway, site => ({
    ...site,
    site: new Proxy(site.site, {
      get: (target, key) => (key === 'blockPage' ? boom() : target[key as keyof Site]),
    }),
  }));
  const failed = await askOnce(gateway.port, request('GET /?a=attack', ['Accept: text/html']));
  t.equal(failed.status, 500, 'the page for 5xx does not need the site’s own');
  repair();
  t.equal((await askOnce(gateway.port, request('GET /'))).status, 200);
  t.equal(origin.arrivals.length, 1);
});

t.test('a throw in forward', async t => {
  const { gateway } = await start(t);
  const repair = breakSite(gateway, site => brokenForwarder(site));
  await failsAlone(t, gateway, repair, { status: 500, code: 'forward' });
});

t.test('a throw in forward after the body was read gives the budget back', async t => {
  const { gateway } = await start(t);
  const repair = breakSite(gateway, site => brokenForwarder(site));
  await failsAlone(t, gateway, repair, { status: 500, code: 'forward', bytes: FORM });
});

t.test('a throw in observe fails nothing', async t => {
  const { gateway } = await start(t);
  const repair = breakSite(gateway, site => ({
    ...site,
    site: new Proxy(site.site, {
      get: (target, key) => (key === 'name' ? boom() : target[key as keyof Site]),
    }),
  }));
  const client = WireClient.open(gateway.port);
  t.equal((await client.ask(request('GET /'))).status, 200);
  repair();
  t.equal((await client.ask(request('GET /'))).status, 200);
  t.equal(await gateway.metric('sekisho_faults_total', { source: 'gateway', code: 'observe' }), 1);
  client.close();
});

t.test('a throw while a WebSocket handshake is judged', async t => {
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  for (const [name, breaker, code] of [
    ['gate', (site: RunningSite): RunningSite => ({ ...site, gate: { ...site.gate, check: boom } }), 'gate'],
    ['rules', throwsInPhase(2), 'inspect'],
  ] as const) {
    const { gateway, origin } = await start(t, '', EVERY_PHASE);
    const repair = breakSite(gateway, breaker);
    const failed = await askOnce(gateway.port, request('GET /socket', upgrade));
    t.equal(failed.status, 500, name);
    repair();
    t.equal(await gateway.metric('sekisho_faults_total', { source: 'gateway', code }), 1);
    t.equal(origin.arrivals.length, 0);
    t.equal((await askOnce(gateway.port, request('GET /'))).status, 200);
  }
});
