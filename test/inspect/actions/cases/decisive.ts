import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

const verdictOf = async (t: Parameters<Cases[string]>[0], rules: string, waf = 'mode: block') =>
  (await new RuleEngine(t, rules, { waf }).judge({ response: { body: 'x' } })).verdict;

/** Every phase has a rule that logs. */
const EACH = [1, 2, 3, 4, 5].map(n => `SecAction "id:${n},phase:${n},pass,log"\n`).join('');

/** Actions that decide, and that lead to other rules. */
export const DECISIVE_CASES: Cases = {
  deny: async t => {
    const rules = 'SecAction "id:1,phase:1,deny"\nSecAction "id:2,phase:1,pass,log"\n';
    t.match(await verdictOf(t, rules), { kind: 'block', status: 403, by: 1 });
    t.same(await new RuleEngine(t, rules).ids(), [1], 'no rule goes on after it');
    const { verdict, transaction } = await new RuleEngine(t, rules, { waf: 'mode: detect' }).judge();
    t.match(verdict, { kind: 'pass' }, 'not in detection');
    t.match(transaction.verdict, { kind: 'block', by: 1 }, 'but it is recorded');
    t.match(load(t, 'SecAction "id:1,deny:403"').problems, [/takes no argument/]);
  },
  block: async t => {
    t.match(
      await verdictOf(t, 'SecAction "id:1,phase:1,block"\n'),
      { kind: 'pass' },
      'as pass without SecDefaultAction',
    );
    const defaults = 'SecDefaultAction "phase:1,deny,status:404"\nSecDefaultAction "phase:2,drop"\n';
    t.match(await verdictOf(t, `${defaults}SecAction "id:1,phase:1,block"\n`), {
      kind: 'block',
      status: 404,
    });
    t.match(await verdictOf(t, `${defaults}SecAction "id:1,phase:2,block"\n`), { kind: 'drop' });
  },
  drop: async t => {
    t.match(await verdictOf(t, 'SecAction "id:1,phase:1,drop"\n'), { kind: 'drop', by: 1 });
  },
  pass: async t => {
    const rules = `SecDefaultAction "phase:2,deny"
SecRule ARGS "@rx x" "id:1,phase:2,pass,nolog,setvar:tx.n=+1"
SecRule TX:N "@eq 2" "id:2,phase:2,pass,log"
`;
    t.same(
      await new RuleEngine(t, rules).ids('/?a=x&b=x&c=y'),
      [2],
      'effects run for each value that matches',
    );
  },
  allow: async t => {
    const ids = (actions: string, waf?: string) =>
      new RuleEngine(t, `SecResponseBodyAccess On\nSecAction "id:9,${actions},nolog"\n${EACH}`, { waf }).ids({
        response: { body: 'x' },
      });
    t.same(await ids('phase:1,allow'), [5], 'all phases but the one that logs');
    t.same(await ids('phase:1,allow:request'), [3, 4, 5]);
    t.same(await ids('phase:1,allow:phase'), [2, 3, 4, 5]);
    t.same(await ids('phase:3,allow'), [1, 2, 5]);
    t.same(await ids('phase:1,allow', 'mode: detect'), [1, 2, 3, 4, 5], 'not in detection');
    t.match(load(t, 'SecAction "id:1,allow:all"').problems, [/write allow, allow:phase or allow:request/]);
  },
  redirect: async t => {
    const rules = `SecAction "id:1,phase:1,redirect:'https://www.example.com/?from=%{REMOTE_ADDR}'"\n`;
    t.match(await verdictOf(t, rules), {
      kind: 'redirect',
      status: 302,
      to: 'https://www.example.com/?from=127.0.0.1',
    });
  },
  chain: async t => {
    const rules = `SecRule ARGS:a "@rx x" "id:1,phase:2,deny,log,chain,msg:'one',setvar:tx.first=1"
  SecRule ARGS:b "@rx x" "chain,t:none"
    SecRule ARGS:c "@rx x" "logdata:'%{MATCHED_VAR}',severity:3,tag:'last'"
SecRule TX:first "@eq 1" "id:2,phase:2,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    t.same(await engine.ids('/?a=x&b=x'), [2], 'all must match; effects run with their own rule');
    const { verdict, transaction } = await engine.judge('/?a=x&b=x&c=xyz');
    t.match(verdict, { kind: 'block', by: 1 });
    t.match(transaction.matches[0], { id: 1, msg: 'one', logdata: 'xyz', severity: 3, tags: ['last'] });
    for (const [more, wrong] of [
      ['', /a chain that is never finished/],
      ['SecRule ARGS x "id:2"', /the action id in a chained rule/],
      ['SecRule ARGS x "phase:1"', /the action phase in a chained rule/],
      ['SecRule ARGS x "deny"', /the action deny in a chained rule/],
      ['SecRule ARGS x "skip:1"', /the action skip in a chained rule/],
      ['SecRule ARGS x "skipAfter:X"', /the action skipAfter in a chained rule/],
    ] as const) {
      t.match(load(t, `SecRule ARGS x "id:1,deny,chain"\n${more}`).problems, [wrong], more);
    }
  },
  skip: async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,skip:2"
SecAction "id:2,phase:1,pass,log"
SecAction "id:3,phase:2,pass,log"
SecRule REMOTE_ADDR "@rx ." "id:4,phase:1,pass,log,chain"
  SecRule REMOTE_ADDR "@rx ." "t:none"
SecAction "id:5,phase:1,pass,log"
`;
    t.same(await new RuleEngine(t, rules).ids(), [5, 3], 'rules or chains, of the phase');
    t.match(load(t, 'SecAction "id:1,skip:0"').problems, [/number of rules to skip/]);
  },
  skipAfter: async t => {
    const rules = (name: string) => `SecAction "id:1,phase:1,pass,nolog,skipAfter:${name}"
SecAction "id:2,phase:1,pass,log"
SecAction "id:3,phase:2,pass,log"
SecMarker END
SecAction "id:4,phase:1,pass,log"
SecAction "id:5,phase:1,pass,log"
`;
    t.same(await new RuleEngine(t, rules('END')).ids(), [4, 5, 3]);
    t.same(await new RuleEngine(t, rules('4')).ids(), [5, 3], 'after the rule of an id');
    t.same(await new RuleEngine(t, rules('3')).ids(), [4, 5, 3], 'of another phase as well');
    t.match(load(t, rules('NOWHERE')).problems, [/^warning: no SecMarker NOWHERE stands after this rule/]);
    t.match(load(t, rules('1')).problems, [/^warning: no SecMarker 1/]);
  },
};
