import { existsSync, renameSync } from 'node:fs';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { TempFolder } from '../support/folder.js';
import { COUNTRIES, TEST_RULES, until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { Cli, cli, freePorts } from '../support/process.js';
import { askOnce, request, WireClient } from '../support/wire.js';

function files(t: Test, upstream: string, listen = '127.0.0.1:0'): TempFolder {
  const folder = new TempFolder(t);
  folder.write('rules/test.conf', TEST_RULES);
  folder.write('country.mmdb', COUNTRIES);
  folder.write(
    'sekisho.yaml',
    `listen: { http: "${listen}", admin: 127.0.0.1:0 }
workers: 1
geoip: { country: country.mmdb }
log: { access: access.log }
rules: [rules/*.conf]
sites: [{ hosts: ['*'], upstream: ${upstream} }]
`,
  );
  return folder;
}

async function ready(gateway: Cli): Promise<{ port: number; admin: number }> {
  const line = await gateway.log('ready');
  const [{ port }] = line['listen'] as [{ port: number }];
  const [{ port: admin }] = line['admin'] as [{ port: number }];
  return { port, admin };
}

const accepts = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

t.test('the ready line comes when it accepts; SIGTERM drains and exits 0', async t => {
  let answer: (text: string) => void = () => {};
  let arrived: () => void = () => {};
  const arrival = new Promise<void>(resolve => {
    arrived = resolve;
  });
  const origin = await WireOrigin.start(t, ({ line }) => {
    if (!line.includes('/slow')) return ok();
    arrived();
    return new Promise<string>(resolve => {
      answer = resolve;
    });
  });
  const folder = files(t, origin.url);
  const gateway = new Cli(t, ['run', '-c', folder.file('sekisho.yaml')]);
  const { port, admin } = await ready(gateway);
  const idle = WireClient.open(port);
  t.equal((await idle.ask(request('GET /'))).status, 200);
  const slow = WireClient.open(port).send(request('GET /slow'));
  await arrival;
  gateway.signal('SIGTERM');
  await gateway.log('draining');
  await idle.closed;
  t.pass('an idle connection closes');
  await until(async () => !(await accepts(port)));
  t.equal((await fetch(`http://127.0.0.1:${admin}/readyz`)).status, 503, 'not ready while it drains');
  answer(ok('finished'));
  const response = await slow.response();
  t.equal(response.text, 'finished');
  t.equal(response.field('connection'), 'close');
  const { code, stderr } = await gateway.finished;
  t.equal(code, 0);
  t.equal(stderr, '');
  t.match(folder.read('access.log'), '/slow');
});

t.test('SIGINT does the same', async t => {
  const gateway = new Cli(t, ['run', '-c', files(t, 'http://127.0.0.1:1').file('sekisho.yaml')]);
  await ready(gateway);
  gateway.signal('SIGINT');
  t.equal((await gateway.finished).code, 0);
});

t.test('a port that is taken: exit 1, and which', async t => {
  const origin = await WireOrigin.start(t);
  const folder = files(t, 'http://127.0.0.1:1', `127.0.0.1:${origin.port}`);
  const { code, stdout, stderr } = await cli(t, ['run', '-c', folder.file('sekisho.yaml')]);
  t.equal(code, 1);
  t.notMatch(stdout, 'ready');
  t.equal(
    stderr,
    `error: 127.0.0.1:${origin.port} is taken by another process; stop it, or choose another port in listen\n`,
  );
});

t.test('a broken configuration: exit 1, nothing is started', async t => {
  const folder = files(t, 'http://127.0.0.1:1');
  folder.write('rules/test.conf', 'SecRule ARGS "@rx (" "id:1,phase:2,deny"\n');
  const { code, stdout, stderr } = await cli(t, ['run', '-c', folder.file('sekisho.yaml')]);
  t.equal(code, 1);
  t.equal(stdout, '');
  t.match(stderr, /test\.conf:1:19: error: /);
});

t.test('SIGHUP reloads; SIGUSR1 opens logs anew, and Node’s inspector stays shut', async t => {
  const origin = await WireOrigin.start(t);
  const folder = files(t, origin.url);
  const gateway = new Cli(t, ['run', '-c', folder.file('sekisho.yaml')]);
  const { port } = await ready(gateway);
  t.equal((await askOnce(port, request('GET /before?q=rotten'))).status, 200);
  folder.write('rules/test.conf', TEST_RULES.replaceAll('attack', 'rotten'));
  gateway.signal('SIGHUP');
  await gateway.log('reloaded');
  t.equal((await askOnce(port, request('GET /?q=rotten'))).status, 403);
  folder.write('rules/test.conf', 'SecRul');
  gateway.signal('SIGHUP');
  await gateway.log('reload failed, the old configuration stays');
  t.equal((await askOnce(port, request('GET /?q=rotten'))).status, 403);

  await until(() => existsSync(folder.file('access.log')) && folder.read('access.log').includes('/before'));
  renameSync(folder.file('access.log'), folder.file('access.log.1'));
  gateway.signal('SIGUSR1');
  await until(async () => {
    await askOnce(port, request('GET /after'));
    return existsSync(folder.file('access.log')) && folder.read('access.log').includes('/after');
  });
  t.pass('the log is a new file');
  t.notMatch(gateway.stderr, /Debugger listening/);
  t.equal(await accepts(9229), false, 'nobody listens on the inspector’s port');
  gateway.signal('SIGUSR2');
  t.equal((await askOnce(port, request('GET /'))).status, 200, 'SIGUSR2 changes nothing');
  gateway.signal('SIGTERM');
  t.equal((await gateway.finished).code, 0);
});

t.test('demo: prints what to try; a page passes, an attack is blocked', async t => {
  const [port, admin] = await freePorts(2);
  const demo = new Cli(t, ['demo', '--port', String(port), '--admin-port', String(admin)]);
  await demo.says('Ctrl+C stops it.');
  t.match(demo.stdout, `http://127.0.0.1:${port}/`);
  t.match(demo.stdout, `http://127.0.0.1:${admin}/metrics`);
  t.match((await askOnce(port, request('GET /'))).text, 'tea house');
  const targets = [...demo.stdout.matchAll(/http:\/\/127\.0\.0\.1:\d+(\/search[^\s"]*)/g)].map(
    ([, target]) => target,
  );
  t.equal(targets.length, 2);
  for (const target of targets) t.equal((await askOnce(port, request(`GET ${target}`))).status, 403, target);
  t.equal((await fetch(`http://127.0.0.1:${admin}/metrics`)).status, 200);
  const audit = /tail -n 1 (\S+)/.exec(demo.stdout)?.[1] ?? '';
  await until(() => existsSync(audit));
  demo.signal('SIGINT');
  t.equal((await demo.finished).code, 0);
  t.notOk(existsSync(audit), 'its files are gone');
});

t.test('demo-origin-url-throws: a target such as // does not end the demo', async t => {
  const [port, admin] = await freePorts(2);
  const demo = new Cli(t, ['demo', '--port', String(port), '--admin-port', String(admin)]);
  await demo.says('Ctrl+C stops it.');
  for (const target of ['//', '///', '//[', '/%zz']) {
    const { status } = await askOnce(port, request(`GET ${target}`, ['User-Agent: test', 'Accept: */*']));
    t.ok(status === 200 || status === 403, `${target}: ${status}`);
  }
  t.match((await askOnce(port, request('GET /'))).text, 'tea house');
  demo.signal('SIGTERM');
  t.equal((await demo.finished).code, 0);
});

t.test('demo: a port that is taken is told', async t => {
  const origin = await WireOrigin.start(t);
  const [admin] = await freePorts(1);
  const { code, stderr } = await cli(t, [
    'demo',
    '--port',
    String(origin.port),
    '--admin-port',
    String(admin),
  ]);
  t.equal(code, 1);
  t.match(stderr, `127.0.0.1:${origin.port} is taken by another process`);
});
