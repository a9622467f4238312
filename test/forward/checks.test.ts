import t, { type Test } from 'tap';
import type { MessageBus, PoolSettings, WorkerPlace } from '../../src/core/index.js';
import { Member } from '../../src/forward/index.js';
import { until } from '../support/gateway.js';
import { ok, WireOrigin } from '../support/origin.js';

/** What joins the workers of one machine: a message reaches every other one. */
function busesFor(count: number): MessageBus[] {
  const listeners = Array.from({ length: count }, () => new Map<string, (payload: unknown) => void>());
  return listeners.map((own, sender) => ({
    broadcast: (topic, payload) => {
      for (const [at, other] of listeners.entries()) if (at !== sender) other.get(topic)?.(payload);
    },
    onMessage: (topic, listener) => {
      own.set(topic, listener);
      return () => own.delete(topic);
    },
  }));
}

/** The same upstream in as many workers; the path of a check tells which of them asked. */
function members(t: Test, url: string, count: number): Member[] {
  return busesFor(count).map((bus, slot) => {
    const place: WorkerPlace = { slot, count, bus, key: Buffer.alloc(8), leads: slot === 0 };
    const check = { path: `/by-${slot}`, host: 'checks', interval: 20, timeout: 5_000, rise: 1, fall: 2 };
    const options: Pick<PoolSettings, 'check'> & ConstructorParameters<typeof Member>[1] = {
      ...{ connections: 1, queue: 1, failures: 0, pause: 1_000, check },
      tls: { verify: true, ca: null, serverName: null, cert: null, key: null },
      timeouts: { connect: 5_000, headers: 5_000, body: 5_000 },
    };
    const member = new Member(url, options, place, 'same');
    t.teardown(() => member.destroy());
    return member;
  });
}

t.test('one worker checks and all know; another goes on when it is gone', async t => {
  const origin = await WireOrigin.start(t);
  let isWell = true;
  const asked = [0, 0];
  origin.answer = ({ line }) => {
    asked[line.includes('/by-0') ? 0 : 1]++;
    return isWell ? ok('well') : 'HTTP/1.1 500 Ill\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
  };
  const [leader, follower] = members(t, origin.url, 2);
  for (const member of [leader, follower]) member.startChecks();
  const areUp = (): boolean[] => [leader, follower].map(({ health }) => health.isUp(performance.now()));

  await until(() => asked[0] >= 3);
  isWell = false;
  await until(() => !areUp().includes(true));
  isWell = true;
  await until(() => !areUp().includes(false));
  t.ok(asked[0] > asked[1], `asked ${asked} times: the follower at most when the leader was slow`);

  await leader.destroy();
  const before = asked[1];
  await until(() => asked[1] >= before + 3);
  isWell = false;
  await until(() => !follower.health.isUp(performance.now()));
  t.pass('nobody heard of the leader, and the follower asked');
});
