import fc from 'fast-check';
import t from 'tap';
import { kindsIn } from '../../../src/inspect/byte-kinds.js';
import { TRANSFORMATIONS } from '../../../src/inspect/transformations/index.js';

const BYTES = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));

t.test('a transformation changes nothing where none of the bytes it touches occurs', async t => {
  let checked = 0;
  for (const spec of TRANSFORMATIONS.values()) {
    if (spec.touches === undefined) continue;
    const touched = kindsIn(spec.touches);
    const others = BYTES.filter(byte => (kindsIn(byte) & touched) === 0);
    const text = fc.array(fc.constantFrom(...others), { maxLength: 60 }).map(bytes => bytes.join(''));
    fc.assert(
      fc.property(text, bytes => spec.apply(bytes) === bytes),
      { numRuns: 3000 },
    );
    checked++;
  }
  t.ok(checked >= 20, `${checked} transformations name what they touch`);
});

t.test('every byte is of a kind', async t => {
  for (const byte of BYTES) t.not(kindsIn(byte), 0);
  t.equal(kindsIn(''), 0);
});
