/** Every action and every option of `ctl`, from what the manual says of it. */
import t from 'tap';
import { CTL_OPTIONS } from '../../../src/inspect/actions/ctl/index.js';
import { ACTIONS, LEFT_OUT_ACTIONS } from '../../../src/inspect/actions/registry.js';
import { runCases } from '../../support/cases.js';
import { load } from '../../support/engine.js';
import { CTL_CASES } from './cases/ctl.js';
import { DECISIVE_CASES } from './cases/decisive.js';
import { DESCRIBED_CASES } from './cases/described.js';
import { EFFECTIVE_CASES } from './cases/effective.js';
import { LOGGED_CASES } from './cases/logged.js';

const namesOf = (specs: Iterable<{ readonly name: string }>): string[] =>
  Array.from(specs, ({ name }) => name);

t.test('actions', async t => {
  await runCases(
    t,
    [DESCRIBED_CASES, DECISIVE_CASES, LOGGED_CASES, EFFECTIVE_CASES],
    namesOf(ACTIONS.values()),
  );
});

t.test('options of ctl', async t => {
  await runCases(t, [CTL_CASES], namesOf(CTL_OPTIONS.values()));
});

t.test('left out: an error with the reason', async t => {
  for (const { name, reason } of LEFT_OUT_ACTIONS) {
    t.same(load(t, `SecAction "id:1,phase:1,pass,${name}:x"`).problems, [
      `error: the action ${name} is not supported; ${reason}`,
    ]);
  }
});

t.test('an argument where one is needed, none where there is none, a name that is known', async t => {
  for (const { name, argument } of ACTIONS.values()) {
    const { problems } = load(
      t,
      `SecAction "${name === 'id' ? '' : 'id:1,'}phase:2,${name}${argument === 'none' ? ':x' : ''}"`,
    );
    if (argument !== 'optional') t.match(problems[0], /without an argument|takes no argument/, name);
  }
  t.match(load(t, 'SecAction "id:1,pass,denny"').problems, [/unknown action denny; did you mean deny\?/]);
});
