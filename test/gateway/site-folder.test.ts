import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import pino from 'pino';
import t, { type Test } from 'tap';
import { hostsIn } from '../../src/config/sites/version.js';
import { createSiteMemory, Gateway, readConfig } from '../../src/gateway/index.js';
import { readExposition } from '../observe/exposition.js';
import { TempFolder } from '../support/folder.js';
import { COUNTRIES, type LogLine, TEST_RULES } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { Cli } from '../support/process.js';
import { askOnce } from '../support/wire.js';

/** A customer's file. */
const file = (host: string, upstream: string, more = ''): string =>
  `hosts: [${host}.example]\nupstream: ${upstream}\n${more}`;

class Hosting {
  readonly folder: TempFolder;
  readonly logs: LogLine[] = [];
  gateway: Gateway | null = null;
  port = 0;
  admin = 0;

  constructor(
    readonly t: Test,
    readonly upstream: string,
    more = '',
  ) {
    this.folder = new TempFolder(t);
    this.folder.write('rules/test.conf', TEST_RULES);
    this.folder.write('country.mmdb', COUNTRIES);
    this.folder.write(
      'sekisho.yaml',
      `listen: { http: "127.0.0.1:0", admin: 127.0.0.1:0 }
workers: 1
geoip: { country: country.mmdb }
log: { access: off }
rules: [rules/*.conf]
lists: { office: { cidrs: [203.0.113.0/24] } }
sites: sites.d/
${more}`,
    );
    for (const host of ['a', 'b', 'c']) this.site(host, file(host, upstream));
  }

  site(name: string, text: string): void {
    this.folder.write(`sites.d/${name}.yaml`, text);
  }

  async start(): Promise<void> {
    const logger = pino({ level: 'debug' }, { write: (line: string) => this.logs.push(JSON.parse(line)) });
    const sites = createSiteMemory(true, () => logger);
    const loaded = readConfig(this.folder.file('sekisho.yaml'), { sites });
    const gateway = await Gateway.start(loaded, logger, { sites });
    this.gateway = gateway;
    this.t.teardown(() => gateway.close(200));
    this.port = gateway.addresses[0].port;
    this.admin = gateway.adminAddresses[0].port;
  }

  async stop(): Promise<void> {
    await this.gateway?.close(200);
  }

  async reload(): Promise<void> {
    this.t.equal(await this.gateway?.reload(), true);
  }

  async status(host: string, target = '/'): Promise<number> {
    const text = `GET ${target} HTTP/1.1\r\nHost: ${host}.example\r\nConnection: close\r\n\r\n`;
    return (await askOnce(this.port, Buffer.from(text))).status;
  }

  async states(): Promise<(number | undefined)[]> {
    const text = await (await fetch(`http://127.0.0.1:${this.admin}/metrics`)).text();
    const metrics = readExposition(text);
    return ['current', 'earlier', 'closed'].map(state => metrics.value('sekisho_sites', { state }));
  }

  async readiness(): Promise<{ ready: boolean; warnings?: string[] }> {
    const response = await fetch(`http://127.0.0.1:${this.admin}/readyz`);
    return (await response.json()) as { ready: boolean; warnings?: string[] };
  }

  check(): Promise<{ code: number | null; stderr: string }> {
    return new Cli(this.t, ['check', '-c', this.folder.file('sekisho.yaml')]).finished;
  }
}

t.test('a wrong file: the site stays on its last good version, all others reload', async t => {
  const origin = await WireOrigin.start(t, () => ok('page'));
  const hosting = new Hosting(t, origin.url, 'state: { folder: state/ }\n');
  await hosting.start();
  t.strictSame(await hosting.states(), [3, 0, 0]);
  hosting.site('a', `${file('a', origin.url)}bodyLimits: 1MiB\n`);
  hosting.site('b', file('b', origin.url, 'gate: { only: [office] }\n'));
  await hosting.reload();
  t.equal(await hosting.status('a'), 200, 'a goes on');
  t.equal(await hosting.status('b'), 403, 'b has its new gate');
  t.strictSame(await hosting.states(), [2, 1, 0]);
  const said = await hosting.readiness();
  t.match(said, {
    ready: true,
    warnings: [/a\.yaml: on its last good version \(a\.example\).*a\.yaml:3:1: error: unknown key/],
  });
  const logged = hosting.logs.find(
    ({ msg }) => msg === 'the file of a site has mistakes: it stays on its last good version',
  );
  t.match(logged, {
    level: 50,
    file: hosting.folder.file('sites.d/a.yaml'),
  });
  const checked = await hosting.check();
  t.equal(checked.code, 1);
  t.match(checked.stderr, 'a.yaml:3:1: error: unknown key "bodyLimits"; did you mean bodyLimit?');

  await t.test('and through a restart, where the state folder has it; without one it is closed', async t => {
    await hosting.stop();
    await hosting.start();
    t.equal(await hosting.status('a'), 200);
    t.equal(await hosting.status('a', '/?q=attack'), 403, 'its rules hold');
    t.equal(statSync(hosting.folder.file('state/sites.jsonl')).mode & 0o077, 0, 'for this user alone');
    await hosting.stop();
    renameSync(hosting.folder.file('state'), hosting.folder.file('lost'));
    await hosting.start();
    t.equal(await hosting.status('a'), 503);
    t.equal(await hosting.status('c'), 200);
    t.strictSame(await hosting.states(), [2, 0, 1]);
    t.match(await hosting.readiness(), { ready: true, warnings: [/a\.yaml: closed \(a\.example\)/] });
  });

  await t.test('mended, it is served again', async t => {
    hosting.site('a', file('a', origin.url));
    await hosting.reload();
    t.equal(await hosting.status('a'), 200);
    t.strictSame(await hosting.states(), [3, 0, 0]);
    t.strictSame(await hosting.readiness(), { ready: true });
  });

  await t.test('a journal that is torn, or of another release, costs nothing but time', async t => {
    await hosting.stop();
    const journal = hosting.folder.file('state/sites.jsonl');
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    const other = lines.map(line =>
      JSON.stringify(['another release', ...JSON.parse(line).slice(1, 4), { hosts: 7 }]),
    );
    writeFileSync(journal, `${other.join('\n')}\n[]\nnull\n{"a":1}\n${lines[0].slice(0, 40)}`);
    hosting.site('a', 'hosts: [a.example\n');
    await hosting.start();
    t.equal(await hosting.status('a'), 200, 'its text was read again');
    t.equal(await hosting.status('b'), 403);
  });
});

t.test('every kind of mistake is the site’s own, and its requests are nobody else’s', async t => {
  const origin = await WireOrigin.start(t, () => ok('page'));
  const hosting = new Hosting(t, origin.url);
  hosting.site('zz-all', `hosts: ["*"]\nupstream: ${origin.url}\n`);
  const mistakes: Record<string, string> = {
    yaml: `hosts:\n  - yaml.example # of a customer\nupstream: [\n`,
    schema: `hosts: schema.example\nupstream: ftp://10.0.0.1\n`,
    list: file('list', origin.url, 'gate: { deny: [spammers] }\n'),
    page: file('page', origin.url, 'blockPage: nowhere.html\n'),
    exclusion: file('exclusion', origin.url, 'waf: { exclude: [{ rule: 1001, target: "NOWHERE:x" }] }\n'),
    stolen: `hosts: [stolen.example, b.example]\nupstream: ${origin.url}\n`,
  };
  for (const [name, text] of Object.entries(mistakes)) hosting.site(name, text);
  hosting.folder.write('sites.d/empty.yaml', '');
  await hosting.start();
  for (const name of Object.keys(mistakes)) t.equal(await hosting.status(name), 503, name);
  for (const name of ['a', 'b', 'c', 'other']) t.equal(await hosting.status(name), 200, name);
  t.strictSame(await hosting.states(), [4, 0, Object.keys(mistakes).length + 1]);
  const metrics = await (await fetch(`http://127.0.0.1:${hosting.admin}/metrics`)).text();
  t.match(metrics, /sekisho_verdicts_total\{site="-",enforced="yes",reason="site-closed"\} 6/);
  rmSync(hosting.folder.file('sites.d/empty.yaml'));
  for (const name of Object.keys(mistakes)) hosting.site(name, file(name, origin.url));
  await hosting.reload();
  for (const name of Object.keys(mistakes)) t.equal(await hosting.status(name), 200, name);
});

t.test('a host stays with the site that has it, whatever the newcomer’s file is called', async t => {
  const origin = await WireOrigin.start(t, () => ok('page'));
  const thief = await WireOrigin.start(t, () => ok('thief'));
  const hosting = new Hosting(t, origin.url);
  await hosting.start();
  hosting.folder.write('sites.d/0-first.yaml', `hosts: [c.example, new.example]\nupstream: ${thief.url}\n`);
  await hosting.reload();
  t.equal(await hosting.status('c'), 200);
  t.equal(thief.arrivals.length, 0);
  t.equal(await hosting.status('new'), 503);
  t.match(await hosting.readiness(), {
    warnings: [/0-first\.yaml: closed.*the host "c\.example" for the second time/],
  });
  // Once its owner lets go of it, it may change hands.
  hosting.site('c', file('d', origin.url));
  await hosting.reload();
  t.equal(await hosting.status('c'), 200);
  t.equal(thief.arrivals.length, 1);
  t.strictSame(await hosting.readiness(), { ready: true });
});

t.test('what is wrong with all is wrong for all', async t => {
  const origin = await WireOrigin.start(t, () => ok('page'));
  const hosting = new Hosting(t, origin.url);
  hosting.folder.write('rules/test.conf', 'SecRul\n');
  const error = await hosting.start().catch(cause => cause);
  t.match(error.message, /test\.conf:1:1: error/);
  t.notMatch(error.message, /sites\.d/);
});

t.test('hosts of a file that is no YAML', async t => {
  t.strictSame(hostsIn('upstream: x\nhosts: [A.example, "*.b.example"]\nfoo: ['), [
    'a.example',
    '*.b.example',
  ]);
  t.strictSame(hostsIn('hosts:\n- a.example\n  # - not.example\n- b.example\nupstream: {'), [
    'a.example',
    'b.example',
  ]);
  t.strictSame(hostsIn('hosts: a.example # b.example\nupstream: c.example'), ['a.example']);
  t.strictSame(hostsIn('nothing: here'), []);
});
