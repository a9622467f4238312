import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadTests, nameOf, runInProcess } from '../src/ftw/index.js';
import { TempFolder } from './support/folder.js';
import { compileRules } from './support/offline.js';
import { ROOT } from './support/process.js';

const FOLDER = join(ROOT, 'test/rules');

t.test('the tests of the shipped signatures', async t => {
  const running = compileRules(new TempFolder(t), [join(ROOT, 'rules/*.conf')], 'mode: detect, paranoia: 4');
  const tests = loadTests(readdirSync(FOLDER).map(name => join(FOLDER, name)));
  t.ok(tests.length > 300, `${tests.length} tests`);
  const expected = new Set<number>();
  const lookAlikes = new Set<number>();
  for (const test of tests) {
    for (const { output } of test.stages) {
      for (const id of output.expectIds) expected.add(id);
      for (const id of output.noExpectIds) lookAlikes.add(id);
    }
    const { wrong } = await runInProcess(test, { running });
    t.same(wrong, [], nameOf(test));
  }
  // 590020 only adds up what the others found: every test of theirs is one of its.
  const evaluation = 590020;
  // The listeners refuse what these are about, and the tests say so: they are for requests that are read from files.
  const atListeners = [510030, 510031];
  const named = [...running.plan.rulesById.values()].filter(
    rule => rule.msg.source !== '' && rule.log && rule.id !== evaluation && !atListeners.includes(rule.id),
  );
  t.ok(named.length > 50, `${named.length} rules that report`);
  const untested = named.filter(({ id }) => !expected.has(id) || !lookAlikes.has(id)).map(({ id }) => id);
  t.same(untested, [], 'each has a test that must match and a look-alike that must not');
});
