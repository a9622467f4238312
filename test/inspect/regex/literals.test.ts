import fc from 'fast-check';
import t from 'tap';
import { compileRegex, requiredLiterals } from '../../../src/inspect/regex/index.js';
import { parsePattern } from '../../../src/inspect/regex/parse.js';
import { Value } from '../../../src/inspect/value.js';
import { corpusPatterns, corpusSubjects } from './corpus.js';
import { patterns, subjects } from './generate.js';

const seed = Number(process.env['SEED'] ?? 20_260_102);

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, char => String.fromCharCode(char.charCodeAt(0) + 32));
}

t.test('examples', async t => {
  for (const [pattern, literals] of [
    ['(?i)union\\s+select', ['select']],
    ['UNION', ['union']],
    ['foo|barbaz', ['foo', 'barbaz']],
    ['(?:foo|bar)qux', ['fooqux', 'barqux']],
    ['fo[ou]', ['foo', 'fou']],
    ['(?:foo)+', ['foo']],
    ['(?:foo)*', null],
    ['foo|', null],
    ['a?b?', null],
    ['.+', null],
    ['\\d{3}', null],
    ['(?=foo)\\w+', null],
    ['ab(?!c)d', ['abd']],
    ['(foo)\\1', ['foo']],
    ['\xc4', ['\xc4']],
  ] as const) {
    const found = requiredLiterals(parsePattern(pattern));
    t.same(
      found === null ? null : [...found.literals].sort(),
      literals === null ? null : [...literals].sort(),
      pattern,
    );
  }
});

t.test('what matches contains a required literal: generated patterns', async t => {
  let matches = 0;
  let some = 0;
  const question = fc.record({
    pattern: patterns({ beyondRe2: true }),
    subjects: fc.array(subjects, { minLength: 20, maxLength: 20 }),
  });
  for (const { pattern, subjects } of fc.sample(question, { numRuns: 2500, seed })) {
    let regex: ReturnType<typeof compileRegex>;
    try {
      regex = compileRegex(pattern, { stepLimit: () => 1e7 });
    } catch {
      continue;
    }
    const required = requiredLiterals(regex.pattern);
    if (required === null) continue;
    some++;
    for (const subject of subjects) {
      if (!regex.test(new Value(subject))) continue;
      matches++;
      const folded = foldAscii(subject);
      if (!required.literals.some(literal => folded.includes(literal))) {
        t.fail('a match without a literal', { pattern, subject, required });
      }
    }
  }
  t.comment(`seed ${seed}: ${some} patterns with literals, ${matches} matches`);
  t.ok(some > 300);
  t.ok(matches > 200);
});

t.test('what matches contains a required literal: patterns of rule sets', async t => {
  let some = 0;
  const all = corpusPatterns();
  all.forEach(({ pattern }, i) => {
    const regex = compileRegex(pattern);
    const required = requiredLiterals(regex.pattern);
    if (required === null) return;
    some++;
    for (const subject of corpusSubjects(seed + i, 60)) {
      if (!regex.test(new Value(subject))) continue;
      const folded = foldAscii(subject);
      if (!required.literals.some(literal => folded.includes(literal))) {
        t.fail('a match without a literal', { pattern, subject, required });
      }
    }
  });
  t.comment(`${some} of ${all.length} patterns have required literals`);
  t.ok(some > 5);
});
