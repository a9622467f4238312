import { renameSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { TempFolder } from '../support/folder.js';
import { TEST_RULES, TestGateway, until } from '../support/gateway.js';
import { WireOrigin } from '../support/origin.js';
import { askOnce, request } from '../support/wire.js';

const ask = async (gateway: TestGateway, ip: string): Promise<number> =>
  (await askOnce(gateway.port, request('GET /', [`X-Forwarded-For: ${ip}`]))).status;

/** A web server with one list. */
async function startFeed(t: Test): Promise<{ url: string; body: string; status: number; asked: number }> {
  const feed = { url: '', body: '192.0.2.1\n192.0.2.2\n', status: 200, asked: 0 };
  const server = createServer((_req, res) => {
    feed.asked++;
    res.writeHead(feed.status).end(feed.body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  feed.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/list.txt`;
  return feed;
}

t.test('a feed: fetched, kept for the next start, and the old one stays when something is wrong', async t => {
  const feed = await startFeed(t);
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  const origin = await WireOrigin.start(t);
  const setup = {
    upstream: origin.url,
    more: `trustedProxies: [127.0.0.1]\nlists: { tor: { url: '${feed.url}', refresh: 300ms, allowPrivate: true } }`,
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: { deny: [tor], allow: [192.0.2.2] } }`,
  };
  const gateway = await TestGateway.startIn(t, folder, setup);
  await until(async () => (await fetch(`http://127.0.0.1:${gateway.adminPort}/readyz`)).status === 200);
  t.equal(await ask(gateway, '192.0.2.1'), 403);
  t.equal(await ask(gateway, '192.0.2.2'), 200, 'allow is asked before a feed');
  t.equal(await ask(gateway, '192.0.2.3'), 200);
  t.ok(await gateway.auditText(/"reason":"feed","by":"tor"/));
  feed.body = '192.0.2.3\n192.0.2.1\n';
  await until(async () => (await ask(gateway, '192.0.2.3')) === 403);

  const failures = (): Promise<number> => gateway.metric('sekisho_list_failures_total', { list: 'tor' });
  const goesWrong = async (what: string): Promise<void> => {
    const before = await failures();
    await until(async () => (await failures()) > before);
    t.equal(await ask(gateway, '192.0.2.3'), 403, what);
  };
  feed.status = 500;
  await goesWrong('the server fails');
  feed.status = 200;
  feed.body = '';
  await goesWrong('it shrank to nothing');
  feed.body = '<html>maintenance</html>';
  await goesWrong('it is no list');
  t.equal(await gateway.metric('sekisho_list_entries', { list: 'tor' }), 2);

  await gateway.gateway.close(0);
  feed.status = 503;
  const again = await TestGateway.startIn(t, folder, setup);
  t.equal(await ask(again, '192.0.2.3'), 403, 'the copy on disk');
});

t.test('never to a private address, unless it is allowed', async t => {
  const feed = await startFeed(t);
  const gateway = await TestGateway.start(t, {
    more: `lists: { tor: { url: '${feed.url}' } }`,
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: { deny: [tor] } }`,
  });
  await until(async () => (await gateway.metric('sekisho_list_failures_total', { list: 'tor' })) > 0);
  t.equal(feed.asked, 0);
  t.match(JSON.stringify(gateway.logs), /127\.0\.0\.1 is a private, local or reserved address/);
});

t.test('a list file is read anew when it changes; one with a mistake is not', async t => {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  folder.write('lists/bad.csv', 'when,ip,why\n2026-11-01,"192.0.2.1",scan\n2026-11-02,192.0.2.2,\n');
  const origin = await WireOrigin.start(t);
  const gateway = await TestGateway.startIn(t, folder, {
    upstream: origin.url,
    more: 'trustedProxies: [127.0.0.1]\nlists: { bad: { file: lists/bad.csv, column: ip } }',
    sites: `- { hosts: ['*'], upstream: UPSTREAM, gate: { deny: [bad] } }`,
  });
  t.equal(await ask(gateway, '192.0.2.1'), 403);
  t.equal(await ask(gateway, '192.0.2.3'), 200);
  folder.write('lists/new.csv', 'why;ip\n;192.0.2.3\n'.replaceAll(';', ','));
  renameSync(folder.file('lists/new.csv'), folder.file('lists/bad.csv'));
  await until(async () => (await ask(gateway, '192.0.2.3')) === 403);
  t.equal(await ask(gateway, '192.0.2.1'), 200);
  folder.write('lists/bad.csv', 'ip\nnonsense\n');
  await until(async () => (await gateway.metric('sekisho_list_failures_total', { list: 'bad' })) > 0);
  t.equal(await ask(gateway, '192.0.2.3'), 403);
});

t.test('a state folder that is none: feeds are not kept, and a reload does not end the process', async t => {
  const feed = await startFeed(t);
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  folder.write('taken', 'a file where the folder should be');
  const more = (refresh: string): string =>
    `state: { folder: taken, socket: control.sock }\nlists: { tor: { url: '${feed.url}', refresh: ${refresh}, allowPrivate: true } }`;
  const gateway = await TestGateway.startIn(t, folder, { more: more('1h') });
  const failures = (): Promise<number> => gateway.metric('sekisho_list_failures_total', { list: 'tor' });
  await until(async () => (await failures()) > 0);
  const before = await failures();
  folder.write('sekisho.yaml', folder.read('sekisho.yaml').replace('refresh: 1h', 'refresh: 2h'));
  t.ok(gateway.gateway.reload());
  await until(async () => (await failures()) > before);
});
