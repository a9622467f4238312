import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { makeCertificate } from '../support/certificates.js';
import { TempFolder } from '../support/folder.js';
import { AMERICA, TEST_RULES, TestGateway, until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { needs } from '../support/programs.js';
import { askOnce, request, WireClient } from '../support/wire.js';

const FORM = 'Content-Type: application/x-www-form-urlencoded';

t.test('reloads under load: no request fails', async t => {
  const origins = [await WireOrigin.start(t, () => ok('one')), await WireOrigin.start(t, () => ok('two'))];
  const gateway = await TestGateway.start(t, { upstream: origins[0].url });
  let running = true;
  let sent = 0;
  const unexpected: string[] = [];
  const seen = new Set<string>();
  const client = async (number: number): Promise<void> => {
    const connection = WireClient.open(gateway.port);
    while (running) {
      const [bytes, status] = [
        [request('GET /page'), 200],
        [request('POST /form', [FORM], `a=${'x'.repeat(20_000)}`), 200],
        [request('GET /?q=attack'), 403],
      ][sent++ % 3] as [Buffer, number];
      const answer = await connection.ask(bytes);
      if (answer.status === 200) seen.add(answer.text);
      if (answer.status !== status) unexpected.push(`client ${number}: ${answer.status}, not ${status}`);
    }
    connection.close();
  };
  const clients = Array.from({ length: 8 }, (_, number) => client(number));
  const before = 8;
  for (let i = 1; i <= before; i++) {
    const already = sent;
    await until(() => sent > already + 40);
    const rules = `${TEST_RULES}SecAction "id:${2000 + i},phase:1,pass,nolog"\n`;
    const sites = `- { hosts: ['*'], upstream: UPSTREAM, timeouts: { connect: ${i}s } }`;
    t.equal(await gateway.reload({ upstream: origins[i % 2].url, rules, sites }), true, `reload ${i}`);
  }
  await until(() => seen.has('two'));
  running = false;
  await Promise.all(clients);
  t.strictSame(unexpected, [], `${sent} requests over ${before} reloads`);
  t.strictSame([...seen].sort(), ['one', 'two']);
  t.equal(await gateway.metric('sekisho_reloads_total', { result: 'success' }), before + 1);
});

t.test('a request that was let in before a reload changed its upstream is still forwarded', async t => {
  const [old, fresh] = [
    await WireOrigin.start(t, () => ok('old')),
    await WireOrigin.start(t, () => ok('new')),
  ];
  const gateway = await TestGateway.start(t, { upstream: old.url });
  const upload = WireClient.open(gateway.port);
  upload.send(request('POST /upload', [FORM, 'Expect: 100-continue', 'Content-Length: 4']));
  // Its 100 says that the gateway has let it in and waits for the body.
  t.match((await upload.incoming.through('\r\n\r\n'))?.toString(), /^HTTP\/1\.1 100/);
  for (const upstream of [fresh.url, old.url, fresh.url]) t.equal(await gateway.reload({ upstream }), true);
  await sleep(50);
  t.equal((await askOnce(gateway.port, request('GET /'))).text, 'new');
  upload.send('a=12');
  const answer = await upload.response();
  t.equal(answer.status, 200);
  t.equal(answer.text, 'old');
  upload.close();
});

t.test('a response under way when a reload changed its upstream is finished', async t => {
  const socketOf: { write(text: string): unknown }[] = [];
  const old = await WireOrigin.start(t, ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf');
    socketOf.push(socket);
    return null;
  });
  const fresh = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, { upstream: old.url });
  const client = WireClient.open(gateway.port).send(request('GET /'));
  await client.incoming.through('half');
  t.equal(await gateway.reload({ upstream: fresh.url }), true);
  await sleep(50);
  socketOf[0].write('half');
  t.equal((await client.incoming.exactly(4)).toString(), 'half');
  t.equal((await client.ask(request('GET /'))).status, 200, 'and the connection goes on to the new one');
  t.equal(fresh.arrivals.length, 1);
  client.close();
});

t.test('what is broken at a reload changes nothing, and is logged and counted', async t => {
  const origin = await WireOrigin.start(t);
  const lists = 'lists: { bad: { file: bad.txt } }';
  const sites = `- { hosts: ['*'], upstream: UPSTREAM, gate: { deny: [bad] } }`;
  const folder = new TempFolder(t);
  folder.write('bad.txt', '192.0.2.1\n');
  folder.write('rules/test.conf', TEST_RULES);
  const gateway = await TestGateway.startIn(t, folder, { sites, upstream: origin.url, more: lists });
  const client = WireClient.open(gateway.port);
  let failures = 0;
  const stays = async (name: string, changed: boolean, file: RegExp): Promise<void> => {
    t.equal(changed, false, `${name}: the reload says so`);
    t.equal((await client.ask(request('GET /'))).status, 200, `${name}: the old one serves`);
    t.equal((await client.ask(request('GET /?q=attack'))).status, 403, `${name}: with its rules`);
    t.equal(
      await gateway.metric('sekisho_reloads_total', { result: 'failure' }),
      ++failures,
      `${name}: counted`,
    );
    const log = gateway.logs.findLast(line => line.msg === 'reload failed, the old configuration stays');
    t.equal(log?.level, 50, `${name}: logged as an error`);
    t.match(JSON.stringify(log?.problems), file, `${name}: with the place`);
  };
  await stays('YAML', await gateway.reload({ sites: '- {{{' }), /sekisho\.yaml/);
  await stays('a key', await gateway.reload({ more: 'liste: {}' }), /sekisho\.yaml/);
  await stays(
    'a rule',
    await gateway.reload({ rules: `${TEST_RULES}SecRule ARGS "@rx (" "id:7,phase:2,deny"\n` }),
    /test\.conf/,
  );
  await stays(
    'an operator',
    await gateway.reload({ rules: `SecRule ARGS "@rxx a" "id:7,phase:2,deny"\n` }),
    /test\.conf/,
  );
  folder.write('rules/test.conf', TEST_RULES);
  folder.write('bad.txt', '192.0.2.1\nnonsense\n');
  await stays('a list', await gateway.reload(), /bad\.txt/);
  folder.write('bad.txt', '192.0.2.1\n');
  folder.write('country.mmdb', 'no database');
  await stays('the country database', await gateway.reload(), /sekisho\.yaml.*country/);
  t.equal((await fetch(`http://127.0.0.1:${gateway.adminPort}/readyz`)).status, 200, 'still ready');
  client.close();
});

t.test('a changed gate holds for the next request of a kept-alive connection', async t => {
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.start(t, { upstream: origin.url, more: 'trustedProxies: [127.0.0.1]' });
  const client = WireClient.open(gateway.port);
  const ask = async (): Promise<number> =>
    (await client.ask(request('GET /', [`X-Forwarded-For: ${AMERICA}`]))).status;
  t.equal(await ask(), 200);
  const withGate = (gate: string): string => `- { hosts: ['*'], upstream: UPSTREAM, gate: ${gate} }`;
  t.equal(await gateway.reload({ sites: withGate('{ countries: { only: [JP] } }') }), true);
  t.equal(await ask(), 403);
  t.equal(
    await gateway.reload({ sites: withGate(`{ countries: { only: [JP] }, allow: [${AMERICA}] }`) }),
    true,
  );
  t.equal(await ask(), 200);
  client.close();
});

t.test('limits that need a restart are said, not ignored', async t => {
  const gateway = await TestGateway.start(t, {});
  t.equal(await gateway.reload({ more: 'limits: { headBytes: 32KiB }' }), true);
  t.ok(
    gateway.logs.some(log => log.level === 40 && /limits/.test(String(log.key)) && /restart/.test(log.msg)),
  );
  gateway.logs.length = 0;
  t.equal(await gateway.reload({ more: 'limits: { headBytes: 32KiB, maxBufferedBytes: 1MiB }' }), true);
  t.notOk(
    gateway.logs.some(log => /restart/.test(log.msg)),
    'the budget changes at once',
  );
});

t.test(
  'HTTPS: a certificate by SNI, swapped at a reload; open connections go on',
  needs('openssl'),
  async t => {
    const folder = new TempFolder(t);
    folder.write('rules/test.conf', TEST_RULES);
    makeCertificate(folder, 'one', ['one.example']);
    makeCertificate(folder, 'two', ['*.two.example']);
    const origin = await WireOrigin.start(t);
    const sites = `- { hosts: [one.example], upstream: UPSTREAM, tls: { cert: tls/one.pem, key: tls/one.key } }
- { hosts: ["*.two.example"], upstream: UPSTREAM, tls: { cert: tls/two.pem, key: tls/two.key } }`;
    const gateway = await TestGateway.startIn(t, folder, { sites, upstream: origin.url, https: true });
    const open = async (name: string): Promise<{ client: WireClient; commonName: string }> => {
      const opened = await WireClient.openTls(gateway.httpsPort, name);
      t.teardown(() => opened.client.close());
      return opened;
    };
    const one = await open('one.example');
    const two = await open('www.two.example');
    t.equal(one.commonName, 'one.example');
    t.equal(two.commonName, '*.two.example');
    t.equal((await open('unknown.example')).commonName, 'one.example', 'the first for any other name');
    t.equal((await one.client.ask(request('GET /', ['Host: one.example']))).status, 200);
    t.match(origin.last?.fields.find(([name]) => name === 'X-Forwarded-Proto')?.[1], 'https');
    t.equal((await two.client.ask(request('GET /?q=attack', ['Host: www.two.example']))).status, 403);

    makeCertificate(folder, 'one', ['one.example'], 'renewed.example');
    t.equal(await gateway.reload(), true);
    t.equal((await open('one.example')).commonName, 'renewed.example');
    t.equal(
      (await one.client.ask(request('GET /', ['Host: one.example']))).status,
      200,
      'the open connection goes on',
    );

    folder.write('tls/one.pem', 'no certificate');
    t.equal(await gateway.reload(), false);
    t.equal((await open('one.example')).commonName, 'renewed.example', 'a broken one changes nothing');
    t.equal(await gateway.metric('sekisho_reloads_total', { result: 'failure' }), 1);
  },
);
