import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { TEST_RULES, until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { Cli } from '../support/process.js';
import { request, WireClient } from '../support/wire.js';
import { startWorkers } from '../support/workers.js';

const isOpen = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/** Clients that ask without a pause on kept-alive connections and open a new one where theirs was cut. */
class Crowd {
  answered = 0;
  /** Requests without an answer, on a connection that was cut. */
  cut = 0;
  refused = 0;
  readonly wrong: string[] = [];
  #running = true;
  readonly #clients: Promise<void>[];

  constructor(
    readonly port: number,
    size: number,
  ) {
    this.#clients = Array.from({ length: size }, () => this.#ask());
  }

  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#clients);
  }

  async #ask(): Promise<void> {
    while (this.#running) {
      const client = WireClient.open(this.port);
      try {
        await once(client.socket, 'connect');
      } catch {
        this.refused++;
        continue;
      }
      while (this.#running) {
        const { status } = await client.ask(request('GET /page'));
        if (status === 200) this.answered++;
        else if (status !== 0) this.wrong.push(String(status));
        else {
          this.cut++;
          break;
        }
      }
      client.close();
    }
  }
}

t.test('two workers: reloads, deaths and signals', async t => {
  const origin = await WireOrigin.start(t);
  origin.records = false;
  const gateway = await startWorkers(t, origin.url);
  const { cli, folder, port, admin } = gateway;
  t.equal(gateway.workers().length, 2);
  t.equal(cli.stdout.split('"msg":"ready"').length - 1, 1, 'one line says that it is ready');

  const crowd = new Crowd(port, 6);
  await until(() => crowd.answered > 50);
  await t.test('reloads under load: no request fails, and the new rules hold in every worker', async t => {
    for (const word of ['one', 'two', 'three']) {
      const before = cli.stdout.split('"msg":"reloaded"').length;
      folder.write('rules/test.conf', TEST_RULES.replaceAll('attack', word));
      cli.signal('SIGHUP');
      await until(() => cli.stdout.split('"msg":"reloaded"').length > before);
      for (let i = 0; i < 6; i++) {
        const client = WireClient.open(port);
        t.equal((await client.ask(request(`GET /?q=${word}`))).status, 403);
        client.close();
      }
    }
    folder.write('rules/test.conf', 'SecRul');
    cli.signal('SIGHUP');
    await cli.log('reload failed, the old configuration stays');
    folder.write('rules/test.conf', TEST_RULES);
    t.equal(crowd.cut + crowd.refused, 0);
    t.strictSame(crowd.wrong, []);
    const metrics = await gateway.metrics();
    t.equal(metrics.value('sekisho_reloads_total', { result: 'success' }), 4, 'the start and three reloads');
    t.equal(metrics.value('sekisho_reloads_total', { result: 'failure' }), 1, 'one worker was asked, once');
  });

  await t.test('a worker that dies is replaced; counters do not fall', async t => {
    const before = (await gateway.metrics()).value('sekisho_requests_total', { outcome: 'forwarded' }) ?? 0;
    t.ok(before > 0);
    for (let deaths = 1; deaths <= 2; deaths++) {
      process.kill(gateway.workers()[0], 'SIGKILL');
      await until(async () => (await gateway.metrics()).value('sekisho_worker_deaths_total') === deaths);
      const readiness = await fetch(`http://127.0.0.1:${admin}/readyz`);
      t.equal(readiness.status, 200, 'the other one serves');
      await until(async () => (await gateway.metrics()).value('sekisho_workers', { state: 'ready' }) === 2);
      const said = await (await fetch(`http://127.0.0.1:${admin}/readyz`)).json();
      // The rules were changed without a reload: the first worker that came anew has other ones than the second.
      if (deaths === 1) t.match(said, { ready: true, warnings: [/different configurations/] });
      else t.strictSame(said, { ready: true }, 'by now both have read them');
    }
    const after = (await gateway.metrics()).value('sekisho_requests_total', { outcome: 'forwarded' }) ?? 0;
    t.ok(after >= before, `${after} requests, ${before} before the deaths`);
    t.equal(crowd.refused, 0, 'no connection was refused');
    t.ok(crowd.cut <= 6 * 2, `${crowd.cut} requests were on connections of a killed worker`);
    t.strictSame(crowd.wrong, []);
    t.match(await cli.log('a worker died and will be replaced'), { level: 50, signal: 'SIGKILL' });
  });

  await t.test('every request is counted once, whichever worker had it', async t => {
    await crowd.stop();
    const count = async (): Promise<number> =>
      (await gateway.metrics()).value('sekisho_responses_total', { class: '4xx' }) ?? 0;
    const before = await count();
    for (let i = 0; i < 10; i++) {
      const client = WireClient.open(port);
      await client.ask(request('GET /?q=attack'));
      client.close();
    }
    t.equal((await count()) - before, 10);
    const sum = (await gateway.metrics()).samples.filter(
      ({ name }) => name === 'sekisho_worker_cpu_seconds_total',
    );
    t.equal(sum.length, 2, 'a series for each worker');
  });

  await t.test(
    'SIGUSR1 opens no inspector, in no process; a terminal’s SIGINT is no worker’s end',
    async t => {
      for (const pid of gateway.workers())
        for (const name of ['SIGUSR1', 'SIGHUP', 'SIGINT']) process.kill(pid, name);
      cli.signal('SIGUSR1');
      t.equal(await isOpen(9229), false);
      t.notMatch(cli.stderr, /Debugger listening/);
      t.equal((await gateway.metrics()).value('sekisho_workers', { state: 'ready' }), 2);
    },
  );

  await t.test('SIGTERM: all workers drain, requests under way finish', async t => {
    let answer: (text: string) => void = () => {};
    const arrived = new Promise<void>(resolve => {
      origin.answer = () => {
        resolve();
        return new Promise<string>(done => {
          answer = done;
        });
      };
    });
    const slow = WireClient.open(port).send(request('GET /slow'));
    await arrived;
    cli.signal('SIGTERM');
    await until(async () => !(await isOpen(port)));
    t.match(await (await fetch(`http://127.0.0.1:${admin}/readyz`)).json(), { reasons: ['draining'] });
    answer(ok('finished'));
    t.equal((await slow.response()).text, 'finished');
    const { code, stderr } = await cli.finished;
    t.equal(code, 0);
    t.equal(stderr, '');
  });
});

t.test('workers end when their supervisor is gone', async t => {
  const { cli, workers, port } = await startWorkers(t, 'http://127.0.0.1:9');
  const pids = workers();
  t.equal(pids.length, 2);
  cli.signal('SIGKILL');
  await until(async () => !(await isOpen(port)));
  await until(() => pids.every(pid => !isRunning(pid)));
  t.pass('both are gone');
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

t.test('mistakes are printed once, by whichever process finds them', async t => {
  const other = await WireOrigin.start(t);
  const files = new TempFolder(t);
  files.write('rules/test.conf', 'SecRule ARGS "@rx (" "id:1,phase:2,deny"\n');
  const yaml = (port: number): string =>
    `listen: { http: "127.0.0.1:${port}", admin: 127.0.0.1:0 }
workers: 2
rules: [rules/*.conf]
sites: [{ hosts: ['*'], upstream: http://127.0.0.1:9 }]
`;
  files.write('a.yaml', yaml(0));
  files.write('b.yaml', yaml(other.port));
  const broken = await new Cli(t, ['run', '-c', files.file('a.yaml')]).finished;
  t.equal(broken.code, 1);
  t.equal(broken.stdout, '');
  t.equal(broken.stderr.match(/test\.conf:1:19: error: /g)?.length, 1, broken.stderr);
  files.write('rules/test.conf', TEST_RULES);
  const taken = await new Cli(t, ['run', '-c', files.file('b.yaml')]).finished;
  t.equal(taken.code, 1);
  t.match(taken.stderr, `error: 127.0.0.1:${other.port} is taken by another process`);
  t.equal(taken.stdout, '');
});
