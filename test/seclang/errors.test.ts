import t from 'tap';
import { type Problem, ProblemsError } from '../../src/core/index.js';
import { loadRules } from '../../src/seclang/index.js';
import { TempFolder } from '../support/folder.js';

/** Mistakes as they are made, `N` being the rule's number; what is wrong stands between « and ». */
const MISTAKES: readonly (readonly [rule: string, expected?: string])[] = [
  ['«SecRul» ARGS "@rx a" "id:N,phase:2,pass"', 'did you mean SecRule?'],
  ['SecRule «ARG» "@rx a" "id:N,phase:2,pass"', 'did you mean ARGS?'],
  ['SecRule ARGS "@«rxx» a" "id:N,phase:2,pass"', 'did you mean rx?'],
  ['SecRule ARGS "@rx «aN(b»" "id:N,phase:2,pass"'],
  ['SecRule ARGS "@pm«»" "id:N,phase:2,pass"'],
  ['SecRule ARGS "@ipMatch «192.0.2.0/99»" "id:N,phase:2,pass"'],
  ['SecRule ARGS "@rx a" "id:N,phase:2,«denny»"', 'did you mean deny?'],
  ['SecRule ARGS "@rx a" "id:N,phase:«7»,pass"'],
  ['SecRule ARGS "@rx a" "id:N,phase:2,pass,t:«lowrcase»"', 'did you mean lowercase?'],
  ['SecRule ARGS "@rx a" "id:N,phase:2,pass,severity:«LOUD»"'],
  ['SecRule ARGS "@rx a" "id:N,phase:2,pass,ctl:«ruleEngine=Maybe»"'],
  ['SecRule REQUEST_URI:«path» "@rx a" "id:N,phase:2,pass"'],
  ['SecRule ARGS "@rx a" "id:N,phase:2,pass,msg:«\'»open"'],
  ['SecRule ARGS "@«inspectFile» x" "id:N,phase:2,pass"'],
  ['SecRule ARGS "@rx a" "id:«1»,phase:2,pass"'],
  ['SecRequestBodyLimit «lotsN»'],
];
const RULES = 10_000;
const ERRORS = 200;

t.test(`a file of ${RULES} rules with ${ERRORS} errors reports ${ERRORS}, each with its place`, t => {
  const lines: string[] = [];
  const wanted: { line: number; column: number; offending: string; expected: string | undefined }[] = [];
  for (let number = 1; number <= RULES; number++) {
    if (number % (RULES / ERRORS) !== 0) {
      lines.push(`SecRule ARGS|!ARGS:a${number} "@rx a${number}" \\`, `    "id:${number},phase:2,pass"`);
      continue;
    }
    const [rule, expected] = MISTAKES[wanted.length % MISTAKES.length];
    const [before, offending, after] = rule.replaceAll('N', String(number)).split(/[«»]/);
    lines.push(`  ${before}${offending}${after}`);
    // A selector is refused by the name of its variable.
    const quoted = offending === 'path' ? 'REQUEST_URI' : offending;
    wanted.push({ line: lines.length, column: before.length + 3, offending: quoted, expected });
  }
  const problems = problemsOf(t, lines.join('\n'));
  t.equal(problems.length, ERRORS);
  t.equal(wanted.length, ERRORS);
  for (const [index, { line, column, offending, expected }] of wanted.entries()) {
    const { file, severity, found, expected: right, ...place } = problems[index];
    t.match(file, /rules\.conf$/);
    t.equal(severity, 'error');
    t.strictSame(place, { line, column }, found);
    t.ok(found.toLowerCase().includes(offending.toLowerCase()), `${found} names ${offending}`);
    if (expected !== undefined) t.equal(right, expected);
  }
  t.end();
});

function problemsOf(t: { teardown(handler: () => unknown): void }, rules: string): readonly Problem[] {
  const folder = new TempFolder(t);
  try {
    return loadRules([folder.write('rules.conf', rules)]).warnings;
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems;
  }
}

t.test('a duplicate id is an error, where the second one stands, and names the first', t => {
  const problems = problemsOf(
    t,
    'SecAction "id:7,phase:1,pass"\n\nSecRule ARGS "@rx a" \\\n  "phase:2,id:7,pass"\n',
  );
  t.match(problems, [
    { severity: 'error', line: 4, column: 15, found: /the id 7 is taken .*rules\.conf:1$/ },
  ]);
  t.equal(problems.length, 1);
  t.end();
});

t.test('a removal that removes nothing is a warning; one that does is none', t => {
  const rule = 'SecRule ARGS "@rx a" "id:7,phase:2,pass,tag:a,msg:\'m\'"\n';
  for (const removal of ['ById 7', 'ById 1-9', 'ByTag a', 'ByMsg m']) {
    t.strictSame(problemsOf(t, `SecRuleRemove${removal}\n${rule}`), [], removal);
    t.strictSame(problemsOf(t, `${rule}SecRuleRemove${removal}\n`), [], removal);
  }
  for (const [removal, what] of [
    ['ById 8', 'the id 8'],
    ['ById 8-9', 'an id from 8 to 9'],
    ['ByTag b', 'the tag "b"'],
    ['ByMsg n', 'the msg "n"'],
  ]) {
    const problems = problemsOf(t, `${rule}SecRuleRemove${removal}\n`);
    t.match(problems, [{ severity: 'warning', line: 2, column: 1 }], removal);
    t.ok(problems[0]?.found.endsWith(`no rule has ${what}`), problems[0]?.found);
  }
  t.end();
});

t.test('what is quoted of a file is readable, whatever its bytes', t => {
  const found = (rules: string): string | undefined => problemsOf(t, rules)[0]?.found;
  const utf8 = Buffer.from('SecRülé').toString('latin1');
  const folder = new TempFolder(t);
  const file = folder.write('rules.conf', Buffer.from(`${utf8} x\n`, 'latin1'));
  t.throws(() => loadRules([file]), { message: /:1:1: error: unknown directive SecRülé/ });
  t.equal(found('Sec\x1b[2JRule x\n'), 'unknown directive Sec\\x1b[2JRule');
  t.end();
});
