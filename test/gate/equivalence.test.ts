import t from 'tap';
import { comparePairs } from './pairs.js';

t.test('the compiled gate equals a naive one (soak/gate-equivalence.ts has the long form)', async t => {
  const { differences, inside, malformed } = comparePairs(30_000, 20_261_124);
  t.strictSame(differences.slice(0, 10), []);
  t.ok(inside > 5_000, `${inside} inside`);
  t.ok(malformed > 5_000, `${malformed} malformed`);
});
