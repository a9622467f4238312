import fc from 'fast-check';
import t from 'tap';
import { lowerAscii } from '../../../src/core/index.js';
import { LiteralAutomaton } from '../../../src/inspect/prefilter/automaton.js';

const seed = Number(process.env['SEED'] ?? 20_261_124);

/** Bytes of a literal that are looked for while there are few literals. */
const LOOKED_FOR = 6;

/** Of each filter its conditions, of each condition its literals. */
type Filters = readonly (readonly (readonly string[])[])[];

function automatonOf(filters: Filters): LiteralAutomaton {
  const meeting = new Map<string, number[]>();
  let count = 0;
  const conditions = filters.map(lists =>
    lists.map(literals => {
      for (const text of new Set(literals)) meeting.set(text, [...(meeting.get(text) ?? []), count]);
      return count++;
    }),
  );
  const literals = Array.from(meeting, ([text, met]) => ({ text, conditions: met }));
  return new LiteralAutomaton(literals, count, conditions);
}

function naive(filters: Filters, bytes: string): number[] {
  const folded = lowerAscii(bytes);
  return [...filters.keys()].filter(filter =>
    filters[filter].every(literals =>
      literals.some(literal => folded.includes(literal.slice(0, LOOKED_FOR))),
    ),
  );
}

function found(automaton: LiteralAutomaton, bytes: string): number[] {
  return [...automaton.scan(bytes)].sort((a, b) => a - b);
}

const letters = fc.constantFrom(...'abcABC.%\xe4\xc4');
const anyByte = fc.integer({ min: 0, max: 255 }).map(byte => String.fromCharCode(byte));
const texts = (byte: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(byte, { minLength: 1, maxLength }).map(bytes => bytes.join(''));

for (const [name, byte, count] of [
  ['few bytes', letters, 12],
  ['all bytes: more than there are classes and flags', anyByte, 120],
] as const) {
  t.test(`the automaton finds what a naive search finds: ${name}`, async t => {
    const literal = fc.oneof(texts(byte, 1), texts(byte, 3), texts(byte, 9)).map(lowerAscii);
    const condition = fc.array(literal, { minLength: 1, maxLength: 6 });
    const question = fc.record({
      filters: fc.array(fc.array(condition, { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: count,
      }),
      subjects: fc.array(texts(byte, 60), { minLength: 10, maxLength: 10 }),
    });
    let all = 0;
    for (const { filters, subjects } of fc.sample(question, { numRuns: 400, seed })) {
      const automaton = automatonOf(filters);
      for (const subject of ['', ...subjects, filters.flat(2).join('\xff').toUpperCase()]) {
        const expected = naive(filters, subject);
        all += expected.length;
        const actual = found(automaton, subject);
        if (actual.join() !== expected.join()) t.same(actual, expected, JSON.stringify({ filters, subject }));
      }
    }
    t.comment(`seed ${seed}: ${all} found`);
    t.ok(all > 2_000);
  });
}

t.test('a condition without literals is never met, and neither is its filter', async t => {
  const automaton = automatonOf([[[]], [['a'], []], [['a']]]);
  t.same(found(automaton, 'banana'), [2]);
});

t.test('20,000 literals: each is found', async t => {
  const filters = Array.from({ length: 20_000 }, (_, i) => [[`${(i * 7919).toString(36)}.`]]);
  const automaton = automatonOf(filters);
  for (let i = 0; i < filters.length; i += 97) {
    if (!found(automaton, `xx${filters[i][0][0].toUpperCase()}xx`).includes(i)) t.fail(filters[i][0][0]);
  }
  t.ok(automaton.memory < 4_000_000, `${automaton.memory} bytes`);
});
