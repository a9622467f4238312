import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { TempFolder } from '../support/folder.js';
import { ROOT } from '../support/process.js';

/** What is said of a TAP document: the exit status and the lines. */
function count(t: Test, ...documents: string[]): { status: number | null; lines: string[]; last: string } {
  const folder = new TempFolder(t);
  const files = documents.map((text, index) => folder.write(`${index}.tap`, text));
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'scripts/count-tap.mjs'), ...files], {
    encoding: 'utf8',
  });
  const lines = stdout.trimEnd().split('\n');
  return { status, lines, last: lines.at(-1)! };
}

const GOOD = `> sekisho@0.1.0 test
TAP version 14
# Subtest: a.test.ts
    # Subtest: inner
        ok 1 - one
        ok 2 - two
        1..2
    ok 1 - inner # time=1ms
    ok 2 - three
    ok 3 - four # SKIP no perl here
    1..3
ok 1 - a.test.ts # time=9ms
# Subtest: b.test.ts
    1..0 # SKIP no browser here
ok 2 - b.test.ts # SKIP no browser here
1..2
`;

t.test('assertions are counted, not the tests around them; what is skipped is named', async t => {
  const { status, lines, last } = count(t, GOOD);
  t.equal(last, '3 passed, 0 failed, 2 skipped');
  t.equal(status, 0);
  t.ok(lines.includes('skipped: a.test.ts > four: no perl here'));
  t.ok(lines.includes('skipped: b.test.ts: no browser here'));
});

t.test('files add up', async t => {
  t.equal(count(t, GOOD, GOOD).last, '6 passed, 0 failed, 4 skipped');
});

t.test('a failed assertion counts once, not again for each test around it', async t => {
  const { status, lines, last } = count(
    t,
    GOOD.replace('ok 2 - two', 'not ok 2 - two')
      .replace('ok 1 - inner', 'not ok 1 - inner')
      .replace('ok 1 - a.', 'not ok 1 - a.'),
  );
  t.equal(last, '2 passed, 1 failed, 2 skipped');
  t.equal(status, 1);
  t.ok(lines.some(line => line.startsWith('failed: a.test.ts > inner > two')));
});

t.test('a test that failed without a failed assertion is a failure', async t => {
  const { status, last } = count(t, GOOD.replace('ok 1 - a.test.ts', 'not ok 1 - a.test.ts'));
  t.equal(last, '3 passed, 1 failed, 2 skipped');
  t.equal(status, 1);
});

t.test('so is one beside another that had its own', async t => {
  const { last } = count(
    t,
    `TAP version 14
# Subtest: a
    not ok 1 - x
    1..1
not ok 1 - a
not ok 2 - crashed before it said anything
1..2
`,
  );
  t.equal(last, '0 passed, 2 failed, 0 skipped');
});

t.test('output that breaks off, bails out or is empty is a failure', async t => {
  for (const text of [
    GOOD.slice(0, GOOD.lastIndexOf('1..2')),
    `${GOOD.slice(0, 120)}\nBail out! no more\n`,
    '',
  ]) {
    const { status, last } = count(t, text);
    t.match(last, /^\d passed, 1 failed, \d skipped$/);
    t.equal(status, 1);
  }
});

t.test('nothing passed is no success', async t => {
  t.equal(count(t, 'TAP version 14\n1..0 # SKIP nothing here\n').status, 1);
});
