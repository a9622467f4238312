import { readFileSync, writeFileSync } from 'node:fs';
import pino from 'pino';
import t from 'tap';
import { createSiteMemory, Gateway, readConfig } from '../../src/gateway/index.js';
import { type Teardown, TempFolder } from '../support/folder.js';
import { COUNTRIES, TEST_RULES } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { askOnce } from '../support/wire.js';

const logger = pino({ level: 'silent' });
const COUNT = 300;

/** The reduced case of `npm run soak -- sites`. */
function writeSites(t: Teardown, upstream: string): TempFolder {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  folder.write('country.mmdb', COUNTRIES);
  folder.write(
    'sekisho.yaml',
    `listen: { http: "127.0.0.1:0", admin: off }
geoip: { country: country.mmdb }
log: { access: off }
lists: { office: { cidrs: [203.0.113.0/24] } }
rules: [rules/*.conf]
state: { folder: state }
sites: sites.d
`,
  );
  for (let i = 0; i < COUNT; i++) writeSite(folder, i, upstream);
  return folder;
}

function writeSite(folder: TempFolder, i: number, upstream: string, more = ''): void {
  folder.write(
    `sites.d/site-${String(i).padStart(4, '0')}.yaml`,
    `hosts: [site-${i}.example]
upstream: ${upstream}
gate: { paths: [{ match: /wp-admin/, only: [office] }] }
waf: { exclude: [{ rule: 1001, path: /blog/ }] }
${more}`,
  );
}

async function start(t: Teardown, folder: TempFolder): Promise<Gateway> {
  const sites = createSiteMemory(true, () => logger);
  const gateway = await Gateway.start(readConfig(folder.file('sekisho.yaml'), { sites }), logger, { sites });
  t.teardown(() => gateway.close(0));
  return gateway;
}

async function get(gateway: Gateway, host: string, path = '/'): Promise<{ status: number; text: string }> {
  const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  return askOnce(gateway.addresses[0].port, Buffer.from(request));
}

t.test('a reload compiles the site that changed and no other, and requests have their turn', async t => {
  const origin = await WireOrigin.start(t, () => ok('page'));
  const folder = writeSites(t, origin.url);
  const gateway = await start(t, folder);
  const before = gateway.running;
  writeSite(folder, 7, origin.url, 'bodyLimit: 1000\n');
  let turns = 0;
  let isReloading = true;
  const turn = (): void => {
    turns++;
    if (isReloading) setImmediate(turn);
  };
  setImmediate(turn);
  t.equal(await gateway.reload(), true);
  isReloading = false;
  t.ok(turns > 1, `${turns} turns`);
  const after = gateway.running;
  t.not(after, before);
  t.equal(after.plan, before.plan, 'rules whose files did not change are not compiled again');
  const changed = after.sites.flatMap(({ gate, site }, i) =>
    gate === before.sites[i].gate ? [] : [site.name],
  );
  t.strictSame(changed, ['site-7.example']);
  t.equal(after.sites[7].site.bodyLimit, 1000);
  t.equal((await get(gateway, 'site-7.example')).status, 200);
  t.equal((await get(gateway, 'site-299.example', '/wp-admin/')).status, 403);
});

t.test('a change of what all share reaches all', async t => {
  const origin = await WireOrigin.start(t, () => ok('page'));
  const folder = writeSites(t, origin.url);
  const gateway = await start(t, folder);
  const yaml = folder.read('sekisho.yaml');
  folder.write('sekisho.yaml', yaml.replace('203.0.113.0/24', '127.0.0.0/8'));
  t.equal(await gateway.reload(), true);
  t.equal((await get(gateway, 'site-299.example', '/wp-admin/')).status, 200, 'the list');
  folder.write('rules/test.conf', TEST_RULES.replaceAll('attack', 'onslaught'));
  t.equal(await gateway.reload(), true);
  t.equal((await get(gateway, 'site-3.example', '/?q=onslaught')).status, 403, 'the rules');
  folder.write('sekisho.yaml', yaml.replace('office:', 'bureau:'));
  t.equal(await gateway.reload(), true);
  t.equal(
    gateway.readiness.warnings().length,
    21,
    'a list that is gone: every site stays on what it was, twenty are named',
  );
});

t.test('a start takes over what was made of files that did not change', async t => {
  const [origin, other] = await Promise.all(
    ['page', 'other'].map(text => WireOrigin.start(t, () => ok(text))),
  );
  const folder = writeSites(t, origin.url);
  await (await start(t, folder)).close(0);
  // What it has made of a text is told from what a parser would make of it.
  const journal = folder.file('state/sites.jsonl');
  const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
  t.equal(lines.length, COUNT);
  const doctored = lines.map(line => {
    const [reader, file, text, value, written] = JSON.parse(line);
    return JSON.stringify([reader, file, text, value, { ...written, upstream: other.url }]);
  });
  writeFileSync(journal, `${doctored.join('\n')}\n`);
  writeSite(folder, 5, origin.url, '# changed\n');
  const gateway = await start(t, folder);
  t.equal((await get(gateway, 'site-4.example')).text, 'other');
  t.equal((await get(gateway, 'site-5.example')).text, 'page', 'a file that changed is read');
});
