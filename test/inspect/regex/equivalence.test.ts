import fc from 'fast-check';
import t, { type Test } from 'tap';
import { compileRegex } from '../../../src/inspect/regex/index.js';
import { Matcher } from '../../../src/inspect/regex/matcher.js';
import { Value } from '../../../src/inspect/value.js';
import { needs } from '../../support/programs.js';
import { corpusPatterns, corpusSubjects } from './corpus.js';
import { patterns, subjects } from './generate.js';
import { type Answer, askPerl, type Question } from './oracle.js';

/**
 * Regex (RE2 where it decides) and the matcher on its own give the match that Perl gives. Perl's groups are compared
 * only where Perl is right about them: it leaves what failed branches and negated lookaheads captured. RE2's groups
 * and the matcher's, which are independent of each other, must always agree.
 */
const seed = Number(process.env['SEED'] ?? 20_260_101);

// Perl and a busy machine: the runner's own limit is what counts.
t.setTimeout(110_000);

interface Count {
  compared: number;
  matched: number;
  refused: number;
}

function pairs(answer: Answer, subject: string): (string | undefined)[] | null {
  if (answer === null) return null;
  return Array.from({ length: answer.length / 2 }, (_, i) =>
    answer[2 * i]! < 0 ? undefined : subject.slice(answer[2 * i], answer[2 * i + 1]),
  );
}

function compare(t: Test, questions: readonly Question[]): Count {
  const count: Count = { compared: 0, matched: 0, refused: 0 };
  const answers = askPerl(questions);
  questions.forEach(({ pattern, subjects }, i) => {
    const expected = answers[i]!;
    if (expected === null) {
      count.refused++;
      t.throws(() => compileRegex(pattern), `Perl refuses ${pattern}`);
      return;
    }
    const regex = compileRegex(pattern, { stepLimit: () => 1e7 });
    const matcher = new Matcher(regex.pattern);
    const groupsAreSure = !/\)[*+?{]|\(\?[=!<>]|\\K/.test(pattern);
    subjects.forEach((subject, j) => {
      const value = new Value(subject);
      const answer = expected[j]!;
      const alone = matcher.exec(Buffer.from(subject, 'latin1'), 0, { left: 1e8 });
      const offsets = alone && [...alone];
      const groups = regex.exec(value);
      const same =
        regex.test(value) === (answer !== null) &&
        JSON.stringify(regex.span(value)) ===
          JSON.stringify(answer && { start: answer[0], end: answer[1] }) &&
        JSON.stringify(offsets?.slice(0, 2) ?? null) === JSON.stringify(answer?.slice(0, 2) ?? null) &&
        JSON.stringify(groups) === JSON.stringify(pairs(offsets, subject)) &&
        (!groupsAreSure || JSON.stringify(groups) === JSON.stringify(pairs(answer, subject)));
      if (!same)
        t.fail('a match differs', { pattern, subject, answer, offsets, groups, engine: regex.engine });
      count.compared++;
      if (answer !== null) count.matched++;
    });
  });
  return count;
}

for (const [name, beyondRe2, runs] of [
  ['what RE2 can do', false, 4400],
  ['what only the matcher can do', true, 4200],
] as const) {
  t.test(`generated patterns: ${name}`, needs('perl'), async t => {
    const question = fc.record({
      pattern: patterns({ beyondRe2 }),
      subjects: fc.array(subjects, { minLength: 12, maxLength: 12 }),
    });
    const { compared, matched, refused } = compare(t, fc.sample(question, { numRuns: runs, seed }));
    t.comment(`seed ${seed}: ${compared} comparisons, ${matched} matches, ${refused} patterns refused`);
    t.ok(compared > 45_000, `${compared} comparisons`);
    t.ok(matched > compared / 10 && matched < (compared * 9) / 10, `${matched} matches`);
  });
}

t.test('the patterns of rule sets, on values of requests and their mutations', needs('perl'), async t => {
  const found = corpusPatterns();
  const questions = found.map(({ pattern }, i) => ({ pattern, subjects: corpusSubjects(seed + i, 40) }));
  const { compared, matched } = compare(t, questions);
  t.comment(`seed ${seed}: ${compared} comparisons, ${matched} matches`);
  t.equal(compared, 40 * found.length);
  t.ok(matched > 0);
});
