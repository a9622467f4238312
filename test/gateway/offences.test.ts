import t from 'tap';
import type { BanRule } from '../../src/config/index.js';
import type { Transaction } from '../../src/core/index.js';
import type { NeverBanned } from '../../src/gateway/never-banned.js';
import { type OffenceRules, Offences } from '../../src/gateway/offences.js';
import { SharedState } from '../../src/state/index.js';

const ADDRESS = { family: 4, a: 0, b: 0, c: 0, d: 0xc000_0207 } as const;
const BLOCKED = {
  client: { address: ADDRESS },
  site: { name: 'shop' },
  outcome: 'blocked',
  verdict: { kind: 'block', reason: 'rule' },
  path: '/',
  head: { method: 'GET' },
  status: 403,
} as unknown as Transaction;

function rules(name: string, scope: 'site' | 'everywhere' = 'site'): OffenceRules {
  const rule = { event: 'blocked', name, count: 4, within: 60_000, status: [], path: null, methods: [] };
  const config = {
    after: [rule as unknown as BanRule],
    for: 1_000,
    growth: 4,
    longest: 60_000,
    scope,
    never: [],
  };
  return {
    config: config as unknown as OffenceRules['config'],
    never: { find: () => null } as unknown as NeverBanned,
  };
}

/** One worker: what it counts, and the bans that it wrote down. */
function worker(name = 'blocked'): { offences: Offences; bans: string[]; commit: (times: number) => void } {
  const bans: string[] = [];
  const offences = new Offences(
    new SharedState(),
    ({ span, site }) => bans.push(`${span.text} ${site}`),
    () => 1_000_000,
  );
  offences.rules = rules(name);
  return {
    offences,
    bans,
    commit: times => {
      for (let i = 0; i < times; i++) offences.note(BLOCKED, null);
    },
  };
}

t.test('two workers count as one, and one of them bans', async t => {
  const [leader, other] = [worker(), worker()];
  leader.offences.share();
  other.offences.share();
  leader.commit(2);
  other.commit(2);
  const [fromLeader, fromOther] = [leader.offences.take(), other.offences.take()];
  t.match(fromLeader, [{ rule: 0, name: 'blocked', site: 'shop', times: 2, isCleared: false }]);
  leader.offences.merge(structuredClone(fromOther), true);
  other.offences.merge(structuredClone(fromLeader), false);
  t.strictSame([leader.bans, other.bans], [['192.0.2.7 shop'], []]);
  t.strictSame(other.offences.take(), [], 'what came from elsewhere is not sent back');

  other.offences.merge(leader.offences.take(), false);
  other.commit(3);
  t.strictSame(other.bans, [], 'the count has begun anew in both');
  other.commit(1);
  t.strictSame(other.bans, ['192.0.2.7 shop']);
});

t.test('what was counted by a rule that another has replaced counts for nothing', async t => {
  const [before, after] = [worker('blocked'), worker('blocked below /shop/')];
  before.offences.share();
  before.commit(3);
  const told = before.offences.take();
  after.offences.merge(told, true);
  after.commit(3);
  t.strictSame(after.bans, []);
  after.offences.rules = rules('blocked', 'everywhere');
  after.offences.merge(told, true);
  t.strictSame(after.bans, [], 'nor by site what is now counted everywhere');
});

t.test('alone nothing is gathered', async t => {
  const alone = worker();
  alone.commit(3);
  t.strictSame(alone.offences.take(), []);
  alone.commit(1);
  t.strictSame(alone.bans, ['192.0.2.7 shop']);
});
