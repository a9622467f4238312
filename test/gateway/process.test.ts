import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { TEST_RULES } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';
import { Cli } from '../support/process.js';
import { request, WireClient } from '../support/wire.js';

/** What the process must survive, or end by, that no request can bring about: thrown from outside of every step. */
const THROWS = `process.on('SIGUSR2', () => setImmediate(() => { throw new Error('thrown from nowhere'); }));`;
const REJECTS = `process.on('SIGUSR2', () => { Promise.reject(new Error('rejected from nowhere')); });`;

for (const [name, code, msg] of [
  ['an uncaught exception', THROWS, 'uncaught exception, stopping'],
  ['an unhandled rejection', REJECTS, 'unhandled rejection, stopping'],
] as const) {
  t.test(`${name} is logged, requests under way finish, and the process exits non-zero`, async t => {
    let answer: (text: string) => void = () => {};
    const answered = new Promise<string>(resolve => {
      answer = resolve;
    });
    let arrived: () => void = () => {};
    const arrival = new Promise<void>(resolve => {
      arrived = resolve;
    });
    const origin = await WireOrigin.start(t, () => {
      arrived();
      return answered;
    });
    const folder = new TempFolder(t);
    folder.write('rules/test.conf', TEST_RULES);
    const file = folder.write(
      'sekisho.yaml',
      `listen: { http: 127.0.0.1:0, admin: off }
workers: 1
log: { access: off }
rules: [rules/*.conf]
sites: [{ hosts: ['*'], upstream: ${origin.url} }]
`,
    );
    const preload = folder.write('preload.mjs', code);
    const gateway = new Cli(t, ['run', '--config', file], { preload: [preload] });
    const ready = await gateway.log('ready');
    const [{ port }] = ready.listen as [{ port: number }];
    const client = WireClient.open(port).send(request('GET /slow'));
    await arrival;
    gateway.signal('SIGUSR2');
    const fatal = await gateway.log(msg);
    t.equal(fatal.level, 60);
    t.match(JSON.stringify(fatal.err), /from nowhere/);
    answer(ok('finished'));
    const response = await client.response();
    t.equal(response.text, 'finished', 'the request under way is answered');
    await client.closed;
    t.equal((await gateway.finished).code, 70);
  });
}
