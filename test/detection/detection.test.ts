import { join } from 'node:path';
import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { compileRules } from '../support/offline.js';
import { ROOT } from '../support/process.js';
import { attackCases, benignCases, blockedShare, type Case, runCases } from './suite.js';

/** Least share that is blocked, of both halves. */
const BARS: readonly (readonly [Case['group'], number])[] = [
  ['request', 0.95],
  ['referer', 0.9],
  ['encoded', 0.93],
];
/** Texts about SQL, shells and mark-up are among them, some of which spell an attack out. */
const MOST_BENIGN = 0.03;

t.test('what the shipped signatures block at their default', async t => {
  t.setTimeout(240_000);
  const running = compileRules(new TempFolder(t), [join(ROOT, 'rules/*.conf')]);
  const attacks = await runCases(running, attackCases(2));
  for (const [group, bar] of BARS) {
    for (const isHeldBack of [false, true]) {
      const some = attacks.filter(
        ({ tried }) => tried.group === group && tried.sample.isHeldBack === isHeldBack,
      );
      const share = blockedShare(some);
      const half = isHeldBack ? 'held back half' : 'half that rules are tuned on';
      t.ok(some.length > 300, `${some.length} requests`);
      t.ok(share >= bar, `${group}, ${half}: ${(share * 100).toFixed(1)}% blocked, at least ${bar * 100}%`);
    }
  }
  const benign = await runCases(running, benignCases(2));
  t.ok(benign.length > 1000, `${benign.length} benign requests`);
  const share = blockedShare(benign);
  t.ok(share <= MOST_BENIGN, `benign: ${(share * 100).toFixed(1)}% blocked, at most ${MOST_BENIGN * 100}%`);
});
