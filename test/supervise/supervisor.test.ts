import { fileURLToPath } from 'node:url';
import pino from 'pino';
import t, { type Test } from 'tap';
import { loadConfig } from '../../src/config/index.js';
import { openSockets, Supervisor } from '../../src/supervise/index.js';
import { readExposition } from '../observe/exposition.js';
import { TempFolder } from '../support/folder.js';
import { until } from '../support/gateway.js';
import { workersOf } from '../support/workers.js';

const PROGRAM = fileURLToPath(new URL('fixture-worker.ts', import.meta.url));

function start(t: Test): Promise<Supervisor> {
  const folder = new TempFolder(t);
  const file = folder.write(
    'sekisho.yaml',
    `listen: { http: 127.0.0.1:0, admin: 127.0.0.1:0 }
rules: []
sites: [{ hosts: ['*'], upstream: 'http://127.0.0.1:9' }]
`,
  );
  return Supervisor.start({
    config: loadConfig(file).config,
    count: 3,
    program: PROGRAM,
    sockets: openSockets({ http: [{ host: '127.0.0.1', port: 0 }], https: [] }, {}),
    logger: pino({ level: 'silent' }),
    version: '0.0.0',
  });
}

t.test('what a worker broadcasts every other one hears, once; metrics are one set', async t => {
  const supervisor = await start(t);
  t.teardown(() => supervisor.stop(0));
  const [{ port }] = supervisor.adminAddresses;
  const scrape = async () => readExposition(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  const workers = workersOf(process.pid);
  t.equal(workers.length, 3);
  t.strictSame(supervisor.counts.rules, 3, 'each knows how many there are');
  process.kill(workers[1], 'SIGUSR1');
  await until(async () => (await scrape()).value('sekisho_heard_total') === 2);
  process.kill(workers[2], 'SIGUSR1');
  await until(async () => (await scrape()).value('sekisho_heard_total') === 4);
  const metrics = await scrape();
  t.equal(metrics.value('sekisho_never_total'), 0, 'another topic is another topic');
  t.equal(metrics.value('sekisho_many_total', { n: '5000' }), 15_000, 'the sum of three');
  t.equal(metrics.samples.filter(({ name }) => name === 'sekisho_many_total').length, 5_001);

  process.kill(workers[0], 'SIGKILL');
  await until(async () => (await scrape()).value('sekisho_worker_deaths_total') === 1);
  t.equal((await scrape()).value('sekisho_heard_total'), 4, 'what the dead one had counted stays');
  await until(async () => (await scrape()).value('sekisho_workers', { state: 'ready' }) === 3);
  process.kill(workers[1], 'SIGUSR1');
  await until(async () => (await scrape()).value('sekisho_heard_total') === 6);
  t.pass('the one in its place hears too');
});

t.test('one worker that ends while it starts fails the start, and leaves none behind', async t => {
  process.env.DIES_AT = '1';
  t.teardown(() => {
    delete process.env.DIES_AT;
  });
  await t.rejects(start(t), /a worker ended while it started \(status 3\)/);
  t.strictSame(workersOf(process.pid), []);
});
