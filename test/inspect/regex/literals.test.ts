import fc from 'fast-check';
import t from 'tap';
import { compileRegex, requiredLiterals } from '../../../src/inspect/regex/index.js';
import { parsePattern } from '../../../src/inspect/regex/parse.js';
import { Value } from '../../../src/inspect/value.js';
import { numbers } from '../../support/random.js';
import { corpusPatterns, corpusSubjects } from './corpus.js';
import { patterns, subjects } from './generate.js';
import { textOf } from './texts.js';

const seed = Number(process.env['SEED'] ?? 20_260_102);

function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, char => String.fromCharCode(char.charCodeAt(0) + 32));
}

t.test('examples', async t => {
  for (const [pattern, literals] of [
    ['(?i)union[^;]+select', [['select']]],
    ['UNION', [['union']]],
    ['foo|barbaz', [['foo', 'barbaz']]],
    ['(?:foo|bar)qux', [['fooqux', 'barqux']]],
    ['fo[ou]', [['foo', 'fou']]],
    ['(?:foo)+', [['foo']]],
    ['(?:foo)*', []],
    ['foo|', []],
    ['a?b?', []],
    ['.+', []],
    ['\\d{3}', []],
    ['(?=foo)\\w+', []],
    ['ab(?!c)d', [['abd']]],
    ['(foo)\\1', [['foo']]],
    ['\xc4', [['\xc4']]],
    // What may take nothing: the letters in a row, or a byte of what is between them.
    ['w"*g"*e"*t', [['"', 'wget'], ['w'], ['g']]],
    ['i(?:(?:&&)?\\s*\\$[a-z]*)?d', [['id', '$']]],
    ['a.*b', [['b']]],
    ['(?:\\r|;)\\s*(?:wget|curl)', [['curl', 'wget']]],
  ] as const) {
    const found = requiredLiterals(parsePattern(pattern));
    t.same(
      found.map(set => [...set.literals].sort()),
      literals.map(set => [...set].sort()),
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
    if (required.length === 0) continue;
    some++;
    for (const subject of subjects) {
      if (!regex.test(new Value(subject))) continue;
      matches++;
      const folded = foldAscii(subject);
      if (!required.every(({ literals }) => literals.some(literal => folded.includes(literal)))) {
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
  let matches = 0;
  const all = corpusPatterns();
  all.forEach(({ pattern }, i) => {
    const regex = compileRegex(pattern);
    const required = requiredLiterals(regex.pattern);
    if (required.length === 0) return;
    some++;
    // Most texts of a corpus match few patterns: these are made from the pattern.
    const made = Array.from({ length: 60 }, (_, turn) =>
      textOf(regex.pattern.root, numbers(seed + 61 * i + turn)),
    );
    for (const subject of [...corpusSubjects(seed + i, 60), ...made]) {
      if (!regex.test(new Value(subject))) continue;
      matches++;
      const folded = foldAscii(subject);
      if (!required.every(({ literals }) => literals.some(literal => folded.includes(literal)))) {
        t.fail('a match without a literal', { pattern, subject, required });
      }
    }
  });
  t.comment(`${some} of ${all.length} patterns have required literals, ${matches} matches`);
  t.ok(some > 5);
  t.ok(matches > 20 * all.length, 'texts made from patterns match');
});
