import fc from 'fast-check';
import t from 'tap';
import { lowerAscii } from '../../../src/core/index.js';
import { LiteralScanner } from '../../../src/inspect/prefilter/scanner.js';

const seed = Number(process.env['SEED'] ?? 20_261_124);

/** Of each filter its conditions, of each condition its literals. */
type Filters = readonly (readonly (readonly string[])[])[];

function scannerOf(filters: Filters): LiteralScanner {
  const further: number[] = new Array(filters.length).fill(-1);
  const meeting = new Map<string, number[]>();
  filters.forEach((conditions, filter) => {
    let condition = filter;
    conditions.forEach((literals, index) => {
      if (index > 0) {
        further[condition] = further.length;
        condition = further.push(-1) - 1;
      }
      for (const text of new Set(literals)) meeting.set(text, [...(meeting.get(text) ?? []), condition]);
    });
  });
  const literals = Array.from(meeting, ([text, conditions]) => ({ text, conditions }));
  return new LiteralScanner(literals, filters.length, Int32Array.from(further));
}

function naive(filters: Filters, bytes: string): number[] {
  const folded = lowerAscii(bytes);
  return [...filters.keys()].filter(filter =>
    filters[filter].every(literals => literals.some(literal => folded.includes(literal))),
  );
}

function found(scanner: LiteralScanner, bytes: string): number[] {
  return [...scanner.scan(bytes)].sort((a, b) => a - b);
}

const letters = fc.constantFrom(...'abcABC.%\xe4\xc4');
const anyByte = fc.integer({ min: 0, max: 255 }).map(byte => String.fromCharCode(byte));
const texts = (byte: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(byte, { minLength: 1, maxLength }).map(bytes => bytes.join(''));

for (const [name, byte, count] of [
  ['few bytes', letters, 12],
  ['all bytes: more than there are classes and flags', anyByte, 120],
] as const) {
  t.test(`the scanner finds what a naive search finds: ${name}`, async t => {
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
      const scanner = scannerOf(filters);
      for (const subject of ['', ...subjects, filters.flat(2).join('\xff').toUpperCase()]) {
        const expected = naive(filters, subject);
        all += expected.length;
        const actual = found(scanner, subject);
        if (actual.join() !== expected.join()) t.same(actual, expected, JSON.stringify({ filters, subject }));
      }
    }
    t.comment(`seed ${seed}: ${all} found`);
    t.ok(all > 2_000);
  });
}

t.test('a condition without literals is never met, and neither is its filter', async t => {
  const scanner = scannerOf([[[]], [['a'], []], [['a']]]);
  t.same(found(scanner, 'banana'), [2]);
});

t.test('20,000 literals: each is found, alone', async t => {
  const filters = Array.from({ length: 20_000 }, (_, i) => [[`word${i.toString(36)}.`]]);
  const scanner = scannerOf(filters);
  for (let i = 0; i < filters.length; i += 97)
    t.same(found(scanner, `xx${filters[i][0][0].toUpperCase()}xx`), [i]);
  t.ok(scanner.memory < 3_000_000, `${scanner.memory} bytes`);
});
