import fc from 'fast-check';
import t, { type Test } from 'tap';
import { createEnvironment } from '../../../src/gateway/environment.js';
import type { Program } from '../../../src/inspect/program/program.js';
import { judge, parseRawRequest } from '../../../src/replay/index.js';
import { loadRules } from '../../../src/seclang/index.js';
import { TempFolder } from '../../support/folder.js';
import { compileRules } from '../../support/offline.js';

const RUNS = Number(process.env.RUNS ?? 150);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

function programOf(test: Test, rules: string, presets: Record<string, string> = {}): Program {
  const { plan } = loadRules([new TempFolder(test).write('a.conf', rules)]);
  return plan.programs.for(new Map(Object.entries(presets))).program;
}

/** The steps of phase 1: ids of rules, and what is foretold as name=value. */
function stepsOf({ phases }: Program): string[] {
  return phases[1]!.map(step =>
    step.rule === null
      ? step.foretold.writes.map(([name, value]) => `${name}=${value}`).join(' ')
      : `${step.rule.id}`,
  );
}

t.test('set-up rules become one step, what lies behind a closed gate is left out', async t => {
  const rules = `SecRule &TX:level "@eq 0" "id:1,phase:1,pass,nolog,setvar:tx.level=1"
SecAction "id:2,phase:1,pass,nolog,setvar:tx.sum=0,setvar:'tx.copy=%{tx.level}'"
SecRule TX:level "@lt 2" "id:3,phase:1,pass,nolog,skipAfter:END"
SecRule ARGS_GET "@contains a" "id:4,phase:1,deny"
SecMarker END
SecRule ARGS_GET "@contains b" "id:5,phase:1,pass,nolog,setvar:tx.sum=+%{tx.level}"
SecRule TX:sum "@ge 1" "id:6,phase:1,deny"
`;
  t.same(stepsOf(programOf(t, rules)), ['level=1 sum=0 copy=1', '5', '6']);
  t.same(
    stepsOf(programOf(t, rules, { level: '2' })),
    ['sum=0 copy=2', '4', '5', '6'],
    'a preset opens the gate',
  );
});

t.test(
  'regression: a rule that is foreseen still counts for HIGHEST_SEVERITY, and a negated one still captures',
  async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,severity:2,setvar:tx.a=x"
SecRule TX:a "!@rx ^(x)" "id:2,phase:1,pass,nolog,capture"
SecRule HIGHEST_SEVERITY "@eq 2" "id:3,phase:1,pass,log"
SecRule TX:1 "@streq x" "id:4,phase:1,pass,log"
`;
    const folder = new TempFolder(t);
    const running = compileRules(folder, [folder.write('a.conf', rules)]);
    const environment = createEnvironment(() => running, 3600);
    const request = parseRawRequest(Buffer.from('GET / HTTP/1.1\r\nHost: h\r\n\r\n'));
    for (const isPlain of [true, false]) {
      const { transaction } = await judge(request, { running, environment, isPlain });
      t.same(
        transaction.matches.map(({ id }) => id),
        [3, 4],
        isPlain ? 'plain' : 'foreseen',
      );
    }
  },
);

t.test('nothing is foreseen from what a request may have written', async t => {
  const rules = `SecRule ARGS_GET "@rx (\\d)" "id:1,phase:1,pass,nolog,capture,setvar:'tx.n_%{MATCHED_VAR_NAME}=1'"
SecRule TX:1 "@eq 1" "id:2,phase:1,pass,nolog,setvar:tx.a=1"
SecRule TX:n_x "@eq 1" "id:3,phase:1,pass,nolog,setvar:tx.a=2"
SecRule TX:a "@eq 0" "id:4,phase:1,pass,nolog,setvar:tx.b=1"
SecRule TX:c "@eq 1" "id:5,phase:1,pass,nolog,setvar:tx.b=1"
`;
  t.same(stepsOf(programOf(t, rules)), ['1', '2', '3', '4']);
});

const TAKEN_OUT = `SecRule ARGS_GET:out "@streq 1" "id:1,phase:1,pass,nolog,ctl:ruleRemoveById=3"
SecAction "id:2,phase:1,pass,nolog,setvar:tx.level=1"
SecRule TX:level "@lt 2" "id:3,phase:1,pass,nolog,skipAfter:END"
SecRule ARGS_GET:a "@streq x" "id:4,phase:1,pass,log"
SecMarker END
SecRule TX:level "@eq 1" "id:5,phase:2,pass,log"
`;

t.test('a gate that ctl or a site takes out is open', async t => {
  const folder = new TempFolder(t);
  const file = folder.write('a.conf', TAKEN_OUT);
  const ids = async (waf: string, query: string): Promise<number[]> => {
    const running = compileRules(new TempFolder(t), [file], waf);
    const environment = createEnvironment(() => running, 3600);
    const request = parseRawRequest(Buffer.from(`GET /?${query} HTTP/1.1\r\nHost: h\r\n\r\n`));
    return (await judge(request, { running, environment })).transaction.matches.map(({ id }) => id);
  };
  t.same(await ids('mode: block', 'a=x'), [5]);
  t.same(await ids('mode: block', 'a=x&out=1'), [4, 5]);
  t.same(await ids('mode: block, exclude: [{ rule: 3 }]', 'a=x'), [4, 5]);
});

const name = fc.constantFrom('a', 'b', 'c');
const key = fc.oneof({ weight: 5, arbitrary: name }, { weight: 1, arbitrary: fc.constant('%{ARGS_GET.n}') });
const value = fc.constantFrom('0', '1', '2', '%{tx.a}', '%{tx.b}', '%{ARGS_GET.v}', '+1', '-1', '+%{tx.c}');
const setvar = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, value).map(([to, what]) => `setvar:'tx.${to}=${what}'`) },
  { weight: 1, arbitrary: name.map(what => `setvar:'!tx.${what}'`) },
);
const removal = fc.oneof(
  fc.integer({ min: 1, max: 14 }).map(id => `ctl:ruleRemoveById=${id}`),
  fc
    .tuple(fc.integer({ min: 1, max: 14 }), name)
    .map(([id, of]) => `ctl:ruleRemoveTargetById=${id};TX:${of}`),
);
const effect = fc.oneof({ weight: 8, arbitrary: setvar }, { weight: 1, arbitrary: removal });
const flow = fc.constantFrom('', '', '', ',skip:1', ',skip:2', ',skipAfter:M', ',skipAfter:END');
const test = fc.oneof(
  name.map(of => `SecRule &TX:${of} "@eq 0"`),
  fc
    .tuple(name, fc.constantFrom('@eq 1', '!@eq 1', '@ge %{tx.b}', '@streq 2', '@rx [12]', '!@rx ^(1)'))
    .map(([of, operator]) => `SecRule TX:${of} "${operator}"`),
  fc.constant('SecRule ARGS_GET:q "@streq 1"'),
  fc.constant('SecRule TX:/./ "@ge 1"'),
  fc.constant('SecRule MATCHED_VAR "@streq 1"'),
  fc.constant('SecAction'),
);
const logs = fc.constantFrom(
  'nolog',
  'nolog',
  'nolog',
  "log,msg:'%{tx.a} %{tx.b} %{tx.c} %{MATCHED_VAR_NAME}'",
);
const outcome = fc.constantFrom('pass', 'pass', 'pass', 'pass', 'deny', 'allow:phase', 'allow:request');
const severity = fc.constantFrom('', '', '', ',severity:2', ',severity:5', ',capture');
const rule = fc.record({
  severity,
  test,
  effects: fc.array(effect, { maxLength: 2 }),
  flow,
  logs,
  outcome,
  chained: fc.option(test),
});

t.test('foreseen or not, rules over TX do the same', async t => {
  t.comment(`seed ${SEED}`);
  const folder = new TempFolder(t);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(rule, fc.constantFrom(1, 1, 2, 3)), { minLength: 1, maxLength: 14 }),
      fc.constantFrom('', 'q=1', 'q=1&n=a&v=1', 'n=b&v=2'),
      fc.constantFrom('block', 'detect'),
      async (drafts, query, mode) => {
        let text = '';
        drafts.forEach(
          (
            [{ test: head, effects, flow: jump, logs: log, outcome: does, chained, severity: also }, phase],
            i,
          ) => {
            if (i === drafts.length >> 1) text += 'SecMarker M\n';
            const chain = chained === null || chained === 'SecAction' || head === 'SecAction' ? '' : ',chain';
            const actions = [`id:${i + 1},phase:${phase},t:none,${log},${does}${also}`, ...effects].join(',');
            text += `${head} "${actions}${jump}${chain}"\n`;
            if (chain !== '') text += `  ${chained} "t:none,setvar:tx.c=1"\n`;
          },
        );
        text += 'SecMarker END\n';
        for (const phase of [1, 2, 3, 5]) {
          text += `SecRule TX:/./|HIGHEST_SEVERITY "@rx ^" "id:${900 + phase},phase:${phase},pass,log,t:none"\n`;
        }
        const running = compileRules(folder, [folder.write('p.conf', text)], `mode: ${mode}`);
        const environment = createEnvironment(() => running, 3600);
        const request = parseRawRequest(Buffer.from(`GET /?${query} HTTP/1.1\r\nHost: h\r\n\r\n`));
        const answer = async (isPlain: boolean): Promise<string> => {
          const { verdict, transaction } = await judge(request, { running, environment, isPlain });
          return JSON.stringify([verdict, transaction.matches], null, 1);
        };
        const plain = await answer(true);
        if ((await answer(false)) !== plain) throw new Error(`${text}\n${plain}\n${await answer(false)}`);
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
  t.pass(`${RUNS} rule sets`);
});
