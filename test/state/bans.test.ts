import { appendFileSync, readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { KeyedHash } from '../../src/core/index.js';
import { spanOfText } from '../../src/gateway/span.js';
import {
  type AddressSpan,
  type Ban,
  BansFull,
  BanTable,
  Journal,
  readJournal,
  SharedState,
  Windows,
} from '../../src/state/index.js';
import { TempFolder } from '../support/folder.js';

const span = (text: string): AddressSpan => {
  const found = spanOfText(text, true);
  if (found === null) throw new Error(text);
  return found;
};
const ban = (text: string, more: Partial<Ban> = {}): Ban => ({
  span: span(text),
  site: null,
  since: 0,
  until: 1_000,
  count: 1,
  reason: 'test',
  by: 'manual',
  ...more,
});
const find = (table: BanTable, address: string, site = 'a'): string | null => {
  const { family, words } = span(address);
  return table.find(family, words, site)?.span.text ?? null;
};

t.test('by address, /64 and network; by site; until the time is over', async t => {
  let now = 0;
  const table = new BanTable(() => now);
  table.add(ban('192.0.2.1'));
  table.add(ban('2001:db8:1:2:3::9'));
  table.add(ban('198.51.100.0/24', { until: null }));
  table.add(ban('192.0.2.2', { site: 'a' }));
  t.equal(find(table, '192.0.2.1'), '192.0.2.1');
  t.equal(find(table, '192.0.2.3'), null);
  t.equal(find(table, '2001:db8:1:2::1'), '2001:db8:1:2::/64', 'another address of the same /64');
  t.equal(find(table, '2001:db8:1:3::1'), null);
  t.equal(find(table, '198.51.100.77'), '198.51.100.0/24');
  t.equal(find(table, '192.0.2.2', 'a'), '192.0.2.2');
  t.equal(find(table, '192.0.2.2', 'b'), null);
  now = 1_000;
  t.equal(find(table, '192.0.2.1'), null, 'over');
  t.equal(find(table, '198.51.100.77'), '198.51.100.0/24', 'until it is lifted');
  table.remove('198.51.100.0/24', null, now);
  t.equal(find(table, '198.51.100.77'), null);
  const { family, words } = span('192.0.2.1');
  t.equal(table.last(family, words, null)?.count, 1, 'an ended ban is remembered');
  now = 8 * 86_400_000;
  table.kept();
  t.equal(table.last(family, words, null), null, 'for a week');
});

t.test('bounded: the oldest ban that no operator made goes first; networks are refused', async t => {
  const table = new BanTable(() => 0, 10);
  table.add(ban('192.0.2.1'));
  for (let i = 2; i < 30; i++) table.add(ban(`192.0.2.${i}`, { by: 'blocked' }));
  t.equal([...table.active()].length, 10);
  t.equal(find(table, '192.0.2.1'), '192.0.2.1');
  t.equal(find(table, '192.0.2.20'), null);
  t.equal(find(table, '192.0.2.29'), '192.0.2.29');
  for (let i = 0; i < 1_000; i++) table.add(ban(`10.${i >> 8}.${i & 255}.0/24`));
  t.throws(() => table.add(ban('11.0.0.0/24')), BansFull);
});

t.test('the order in which bans arrive, and whether they arrive twice, makes no difference', async t => {
  const one = fc.record({ last: fc.integer({ min: 1, max: 3 }), since: fc.integer({ min: 0, max: 1e6 }) });
  const orders = fc
    .uniqueArray(one, { selector: ({ since }) => since, maxLength: 12 })
    .chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
    );
  const outcome = (list: readonly { last: number; since: number }[]): string[] => {
    const state = new SharedState(() => 0);
    for (const { last, since } of list)
      state.apply({ kind: 'ban', ban: ban(`192.0.2.${last}`, { since, until: null }) });
    return [...state.bans.active()].map(({ span: { text }, since }) => `${text} ${since}`).sort();
  };
  fc.assert(
    fc.property(orders, ([list, shuffled]) => {
      t.strictSame(outcome(shuffled), outcome(list));
    }),
  );
});

t.test(
  'journal: mode 0600, read back, damaged lines passed over, written anew when it has grown',
  async t => {
    const folder = new TempFolder(t);
    const file = folder.file('state.jsonl');
    const state = new SharedState(() => 0);
    const fail = (error: Error): void => {
      t.fail(error.message);
    };
    let journal = await Journal.open(file, () => state.snapshot(), fail);
    state.subscribe(operation => journal.append(operation));
    state.dispatch({ kind: 'ban', ban: ban('192.0.2.1') });
    state.dispatch({ kind: 'ban', ban: ban('2001:db8::1') });
    state.dispatch({ kind: 'unban', target: '192.0.2.1', site: null, at: 5 });
    await journal.close();
    t.equal(statSync(file).mode & 0o777, 0o600);
    t.equal(readFileSync(file, 'utf8').split('\n').length, 4);
    appendFileSync(file, '{"kind":"ban","ban":{"span":\n{"kind":"nonsense"}\nhalf a li');
    const { operations, damaged } = readJournal(file);
    t.equal(operations.length, 3);
    t.equal(damaged, 3);
    const again = new SharedState(() => 0);
    for (const operation of operations) again.apply(operation);
    t.strictSame(
      [...again.bans.active()].map(one => one.span.text),
      ['2001:db8::/64'],
    );
    journal = await Journal.open(file, () => again.snapshot(), fail);
    t.equal(readFileSync(file, 'utf8').split('\n').length, 2, 'only what is kept');
    const end = again.subscribe(operation => journal.append(operation));
    for (let i = 0; i < 3_000; i++) {
      again.dispatch({ kind: 'ban', ban: ban('192.0.2.9', { since: i }) });
      if (i % 100 === 0) await new Promise(resolve => setImmediate(resolve));
    }
    end();
    await journal.close();
    t.ok(readFileSync(file, 'utf8').split('\n').length < 1_500, 'compacted on the way');
    t.equal(readJournal(file).damaged, 0);
  },
);

t.test('windows: exact within the first, never more than the events of two', async t => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });
  const property = fc.property(gaps, list => {
    const window = new Windows(64);
    const key = new KeyedHash();
    const times: number[] = [];
    let now = 0;
    for (const gap of list) {
      now += gap;
      times.push(now);
      const found = window.count(key.begin().word(1).end(), 1_000, now);
      if (found < 1 || found > times.filter(time => time > now - 2_000).length) return false;
      if (now - times[0] < 1_000 && found !== times.length) return false;
    }
    return true;
  });
  t.doesNotThrow(() => fc.assert(property));
  const windows = new Windows(64);
  const hash = new KeyedHash();
  const counts = Array.from({ length: 10 }, (_, i) =>
    windows.count(hash.begin().word(2).end(), 10_000, i * 900),
  );
  t.strictSame(counts, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'all within one window');
  t.equal(windows.count(hash.begin().word(2).end(), 10_000, 60_000), 1, 'forgotten');
  for (let i = 0; i < 100_000; i++) windows.count(hash.begin().word(i).end(), 1_000, 70_000);
  t.ok(windows.count(hash.begin().word(99_999).end(), 1_000, 70_000) >= 2, 'the last ones are kept');
});
