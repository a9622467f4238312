import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { TempFolder } from '../support/folder.js';
import { TEST_RULES, TestGateway, until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { freePorts } from '../support/process.js';
import { askOnce, fieldOf, request, WireClient, type WireResponse } from '../support/wire.js';

/** Origins that say who they are. */
async function origins(t: Test, count: number): Promise<WireOrigin[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => WireOrigin.start(t, () => ok(`origin ${i}`))));
}

const site = (upstreams: readonly string[], more = ''): string =>
  `- { hosts: ['*'], upstreams: ${JSON.stringify(upstreams)}${more} }`;

async function ask(
  gateway: TestGateway,
  line = 'GET /',
  fields: readonly string[] = [],
): Promise<WireResponse> {
  return askOnce(gateway.port, request(line, fields));
}

/** How many of so many requests each origin got. */
async function spread(gateway: TestGateway, count: number, from?: string): Promise<Record<string, number>> {
  const got: Record<string, number> = {};
  for (let i = 0; i < count; i++) {
    const { text } = await ask(gateway, 'GET /', from === undefined ? [] : [`X-Forwarded-For: ${from}`]);
    got[text] = (got[text] ?? 0) + 1;
  }
  return got;
}

t.test('round robin, by weights', async t => {
  const [a, b] = await origins(t, 2);
  const gateway = await TestGateway.start(t, {
    sites: `- { hosts: ['*'], upstreams: [{ url: ${a.url}, weight: 3 }, ${b.url}] }`,
  });
  t.strictSame(await spread(gateway, 8), { 'origin 0': 6, 'origin 1': 2 });
  t.equal(await gateway.metric('sekisho_upstream_requests_total', { upstream: a.url }), 6);
  t.equal(await gateway.metric('sekisho_upstream_up', { upstream: b.url }), 1);
});

t.test('least connections: not the one that is busy', async t => {
  const [a, b] = await origins(t, 2);
  const gateway = await TestGateway.start(t, { sites: site([a.url, b.url], ', balance: least-connections') });
  a.answer = () => null;
  b.answer = () => null;
  const waiting = WireClient.open(gateway.port).send(request('GET /slow'));
  await until(() => a.arrivals.length + b.arrivals.length === 1);
  const [busy, idle] = a.arrivals.length === 1 ? [a, b] : [b, a];
  idle.answer = () => ok('idle');
  for (let i = 0; i < 4; i++) t.equal((await ask(gateway)).text, 'idle');
  t.equal(busy.arrivals.length, 1);
  waiting.close();
});

t.test('by the client’s address: one client stays, clients spread', async t => {
  const all = await origins(t, 3);
  const sites = site(
    all.map(({ url }) => url),
    ', balance: client-address',
  );
  const gateway = await TestGateway.start(t, { sites, more: 'trustedProxies: [127.0.0.1]' });
  const homes = new Map<string, string>();
  for (let i = 1; i <= 30; i++) {
    const got = await spread(gateway, 2, `203.0.113.${i}`);
    t.equal(Object.keys(got).length, 1);
    homes.set(`203.0.113.${i}`, Object.keys(got)[0]);
  }
  t.equal(new Set(homes.values()).size, 3);
  // When one goes, only its own clients move.
  await all[2].stop();
  for (const [client, home] of homes) {
    const [now] = Object.keys(await spread(gateway, 1, client));
    if (home !== 'origin 2') t.equal(now, home, client);
    else t.not(now, 'origin 2', client);
  }
});

t.test('by a cookie: the gateway sets it, and it holds while its upstream does', async t => {
  const [a, b] = await origins(t, 2);
  const gateway = await TestGateway.start(t, {
    sites: site([a.url, b.url], ', balance: cookie, stickyCookie: srv'),
  });
  const first = await ask(gateway);
  const cookie = /^(srv=[0-9a-f]{16}); Path=\/; HttpOnly; SameSite=Lax$/.exec(
    first.field('set-cookie') ?? '',
  )?.[1];
  if (cookie === undefined) throw new Error(first.field('set-cookie'));
  for (let i = 0; i < 4; i++) {
    const next = await ask(gateway, 'GET /', [`Cookie: a=b; ${cookie}`]);
    t.equal(next.text, first.text);
    t.equal(next.field('set-cookie'), undefined, 'it has it already');
  }
  await (first.text === 'origin 0' ? a : b).stop();
  const moved = await ask(gateway, 'GET /', [`Cookie: ${cookie}`]);
  t.equal(moved.status, 200);
  t.not(moved.text, first.text);
  t.match(moved.field('set-cookie'), /^srv=/);
  t.notMatch(moved.field('set-cookie'), cookie);
});

t.test('an upstream that cannot be connected to: its requests go on to another, POST too', async t => {
  const [a] = await origins(t, 1);
  const [dead] = await freePorts(1);
  const url = `http://127.0.0.1:${dead}`;
  const gateway = await TestGateway.start(t, { sites: site([url, a.url]) });
  const post = request('POST /form', ['Content-Type: application/x-www-form-urlencoded'], 'a=b');
  for (let i = 0; i < 8; i++) {
    const answer = await askOnce(gateway.port, i % 2 === 0 ? request('GET /') : post);
    t.equal(answer.text, 'origin 0');
  }
  t.ok(a.arrivals.some(({ body }) => body.toString() === 'a=b'));
  // Three failures in a row: it is left out.
  t.equal(await gateway.metric('sekisho_upstream_failures_total', { upstream: url }), 3);
  t.equal(await gateway.metric('sekisho_upstream_retries_total', { upstream: url }), 3);
  t.equal(await gateway.metric('sekisho_upstream_up', { upstream: url }), 0);
  t.equal(await gateway.metric('sekisho_upstream_up', { upstream: a.url }), 1);
});

t.test('a connection that breaks before an answer: idempotent requests go on, others do not', async t => {
  const [good] = await origins(t, 1);
  const bad = await WireOrigin.start(t, ({ socket }) => {
    socket.destroy();
    return null;
  });
  const gateway = await TestGateway.start(t, {
    sites: site([bad.url, good.url], ', health: { failures: 0 }'),
  });
  for (const line of ['PUT /a', 'DELETE /a', 'GET /a']) {
    const answers = [
      await askOnce(gateway.port, request(line, [], 'x')),
      await askOnce(gateway.port, request(line, [], 'x')),
    ];
    t.strictSame(
      answers.map(({ text }) => text),
      ['origin 0', 'origin 0'],
      line,
    );
  }
  const before = bad.arrivals.length;
  const posts = [];
  for (let i = 0; i < 4; i++) posts.push((await askOnce(gateway.port, request('POST /a', [], 'x'))).status);
  t.strictSame(posts.sort(), [200, 200, 502, 502], 'a POST is not sent twice');
  t.equal(bad.arrivals.length, before + 2);
});

t.test('never once a byte of the response was passed', async t => {
  const [good] = await origins(t, 1);
  const cut = await WireOrigin.start(t, ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroySoon());
    return null;
  });
  const gateway = await TestGateway.start(t, { sites: site([cut.url, good.url]) });
  const texts = [];
  for (let i = 0; i < 4; i++) texts.push((await ask(gateway)).text);
  t.strictSame(texts.sort(), ['half', 'half', 'origin 0', 'origin 0']);
  t.equal(good.arrivals.length, 2);
});

t.test('a body that is streamed is not sent twice', async t => {
  const [good] = await origins(t, 1);
  const [dead] = await freePorts(1);
  const gateway = await TestGateway.start(t, {
    sites: site([`http://127.0.0.1:${dead}`, good.url], ', waf: { mode: off }, health: { failures: 0 }'),
  });
  const statuses = [];
  for (let i = 0; i < 4; i++)
    statuses.push((await askOnce(gateway.port, request('PUT /a', [], 'body'))).status);
  t.strictSame(statuses.sort(), [200, 200, 502, 502]);
  t.ok(good.arrivals.every(({ body }) => body.toString() === 'body'));
});

t.test('the circuit breaker: left out, tried again by one request, used again', async t => {
  const [a, b] = await origins(t, 2);
  const gateway = await TestGateway.start(t, {
    sites: site([a.url, b.url], ', health: { failures: 2, pause: 300ms }, retries: 0'),
  });
  a.answer = ({ socket }) => {
    socket.destroy();
    return null;
  };
  const posts = async (count: number): Promise<number[]> => {
    const statuses = [];
    for (let i = 0; i < count; i++)
      statuses.push((await askOnce(gateway.port, request('POST /', [], 'x'))).status);
    return statuses;
  };
  t.equal((await posts(8)).filter(status => status === 502).length, 2, 'after two failures it is left out');
  await sleep(350);
  t.equal(
    (await posts(4)).filter(status => status === 502).length,
    1,
    'one tries it; the pause is longer now',
  );
  a.answer = () => ok('origin 0');
  await until(async () => (await spread(gateway, 2))['origin 0'] === 1);
  t.equal(await gateway.metric('sekisho_upstream_up', { upstream: a.url }), 1);
});

t.test('all left out: the maintenance page with Retry-After, without asking anyone', async t => {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  folder.write('soon.html', '<p>Back soon, {{id}}</p>');
  const dead = (await freePorts(2)).map(port => `http://127.0.0.1:${port}`);
  const gateway = await TestGateway.startIn(t, folder, {
    sites: site(dead, ', maintenancePage: soon.html, health: { failures: 1, pause: 10m }'),
  });
  const html = ['Accept: text/html'];
  t.equal((await ask(gateway, 'GET /', html)).status, 502);
  // One request a second still tries: the next one does, those behind it are answered at once.
  await ask(gateway, 'GET /', html);
  const answer = await ask(gateway, 'GET /', html);
  t.equal(answer.status, 503);
  t.match(answer.text, /Back soon, [0-9A-Za-z]+/);
  t.match(answer.field('retry-after'), /^[1-9]\d*$/);
  t.match((await ask(gateway, 'GET /', ['Accept: application/json'])).text, /"status":503/);
  t.ok((await gateway.metric('sekisho_faults_total', { source: 'upstream', code: 'unavailable' })) >= 2);
});

t.test('active checks: down before a request meets it, and up again', async t => {
  const [a, b] = await origins(t, 2);
  let healthy = true;
  const checks: string[][] = [];
  const answer =
    (name: string) => (arrival: { line: string; fields: readonly (readonly [string, string])[] }) => {
      if (!arrival.line.includes(' /healthz ')) return ok(name);
      checks.push(arrival.fields.map(([field, value]) => `${field.toLowerCase()}: ${value}`));
      return healthy || name === 'origin 1' ? ok('fine') : 'HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n';
    };
  a.answer = answer('origin 0');
  b.answer = answer('origin 1');
  const check =
    'check: { path: /healthz, host: shop.example, interval: 30ms, timeout: 1s, rise: 1, fall: 2 }';
  const gateway = await TestGateway.start(t, { sites: site([a.url, b.url], `, health: { ${check} }`) });
  const up = (): Promise<number> => gateway.metric('sekisho_upstream_up', { upstream: a.url });
  t.equal(await up(), 1);
  healthy = false;
  await until(async () => (await up()) === 0);
  t.strictSame(await spread(gateway, 4), { 'origin 1': 4 });
  healthy = true;
  await until(async () => (await up()) === 1);
  t.strictSame(await spread(gateway, 4), { 'origin 0': 2, 'origin 1': 2 });
  t.ok(checks[0].includes('host: shop.example'));
});

t.test('limits: no more connections than allowed, and a queue that is full is a 503', async t => {
  const [a] = await origins(t, 1);
  const held: (() => void)[] = [];
  a.answer = () => new Promise(resolve => held.push(() => resolve(ok('late'))));
  const gateway = await TestGateway.start(t, {
    sites: `- { hosts: ['*'], upstream: ${a.url}, connections: 2, queue: 1 }`,
  });
  const clients = [1, 2, 3].map(() => WireClient.open(gateway.port).send(request('GET /')));
  await until(async () => (await gateway.metric('sekisho_upstream_active', { upstream: a.url })) === 3);
  t.equal((await ask(gateway)).status, 503);
  t.equal(held.length, 2, 'two of the three are at the upstream');
  const answers = clients.map(client => client.response());
  for (let i = 1; i <= 3; i++) {
    await until(() => held.length > 0);
    held.shift()?.();
  }
  t.strictSame(
    (await Promise.all(answers)).map(({ text }) => text),
    ['late', 'late', 'late'],
  );
  for (const client of clients) client.close();
});

t.test('routes: the longest path wins, on the normalised path; the upstream gets what was sent', async t => {
  const [web, api, old] = await origins(t, 3);
  const gateway = await TestGateway.start(t, {
    sites: `- hosts: ['*']
  upstream: ${web.url}
  routes:
    - { path: /api/, upstream: ${api.url}, timeouts: { headers: 5s } }
    - { path: /api/v1/, upstreams: [${old.url}] }`,
  });
  const to = async (target: string): Promise<string> => (await ask(gateway, `GET ${target}`)).text;
  t.equal(await to('/'), 'origin 0');
  t.equal(await to('/apix'), 'origin 0');
  t.equal(await to('/api'), 'origin 1');
  t.equal(await to('/api/x?y'), 'origin 1');
  t.equal(await to('/x/../api/v1/z'), 'origin 2');
  t.equal(old.last?.line, 'GET /x/../api/v1/z HTTP/1.1');
});

t.test(
  'header rules: set and remove, both ways; rules of the response see what the upstream sent',
  async t => {
    const [a] = await origins(t, 1);
    a.answer = () => ok('x', ['X-Powered-By: PHP/5', 'Server: old', 'server: older']);
    const gateway = await TestGateway.start(t, {
      rules: `SecRule RESPONSE_HEADERS:X-Powered-By "@contains PHP" "id:1,phase:3,pass,log,msg:'seen'"\n`,
      sites: `- hosts: ['*']
  upstream: ${a.url}
  requestHeaders: { set: { Host: inner.example, X-Tenant: あ }, remove: [X-Debug] }
  responseHeaders: { set: { server: sekisho, Strict-Transport-Security: max-age=1 }, remove: [x-powered-by] }`,
    });
    const answer = await ask(gateway, 'GET /', ['x-debug: 1', 'X-Tenant: evil', 'X-Kept: 1']);
    const arrival = a.last!;
    t.strictSame(
      arrival.fields.filter(([name]) => name.toLowerCase() === 'host').map(([, value]) => value),
      ['inner.example'],
    );
    t.equal(Buffer.from(fieldOf(arrival, 'x-tenant') ?? '', 'latin1').toString(), 'あ');
    t.equal(fieldOf(arrival, 'x-debug'), undefined);
    t.equal(fieldOf(arrival, 'x-kept'), '1');
    t.strictSame(
      answer.fields.filter(([name]) => name.toLowerCase() === 'server').map(([, value]) => value),
      ['sekisho'],
    );
    t.equal(answer.field('x-powered-by'), undefined);
    t.equal(answer.field('strict-transport-security'), 'max-age=1');
    t.strictSame(
      (await gateway.audit(1))[0].rules.map(({ id }) => id),
      [1],
    );
  },
);

t.test('a reload keeps connections and health of upstreams that stay', async t => {
  const [a, b] = await origins(t, 2);
  const [dead] = await freePorts(1);
  const url = `http://127.0.0.1:${dead}`;
  const gateway = await TestGateway.start(t, { sites: site([a.url, url]) });
  await spread(gateway, 8);
  t.equal(await gateway.metric('sekisho_upstream_up', { upstream: url }), 0);
  const { socket } = a.last!;
  t.equal(await gateway.reload({ sites: site([a.url, url, b.url], ', balance: least-connections') }), true);
  t.equal(
    await gateway.metric('sekisho_upstream_up', { upstream: url }),
    0,
    'what failed before is not tried anew',
  );
  a.arrivals.length = 0;
  await until(async () => {
    await ask(gateway);
    return a.arrivals.length > 0;
  });
  t.equal(a.last?.socket, socket, 'the connection is the same');
  t.equal(await gateway.reload({ sites: site([b.url]) }), true);
  await until(
    async () => (await gateway.metrics()).value('sekisho_upstream_up', { upstream: a.url }) === undefined,
  );
  await until(() => socket.destroyed);
});
