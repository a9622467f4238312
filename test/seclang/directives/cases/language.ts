import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

/** The directives that make the language. */
export const LANGUAGE_CASES: Cases = {
  SecRule: async t => {
    const engine = new RuleEngine(
      t,
      'SecRule ARGS|!ARGS:b "@rx ^x" "id:1,phase:2,pass,log"\nSecRule ARGS y "id:2,pass,log"\n',
    );
    t.same(await engine.ids('/?a=x&b=x'), [1]);
    t.same(await engine.ids('/?b=ay'), [2], 'a bare regex, phase 2');
    t.match(load(t, 'SecRule ARGS').problems, [/SecRule with 1 argument; write SecRule VARIABLES/]);
    t.match(load(t, 'SecRule ARGS x').problems, [/SecRule without an id/]);
  },
  SecAction: async t => {
    const rules =
      'SecAction "id:1,phase:1,pass,nolog,setvar:tx.a=1"\nSecRule TX:A "@eq 1" "id:2,phase:1,pass,log"\n';
    t.same(await new RuleEngine(t, rules).ids(), [2]);
    t.match(load(t, 'SecAction').problems, [/SecAction with 0 arguments/]);
  },
  SecMarker: async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,skipAfter:HERE"
SecAction "id:2,phase:1,pass,log"
SecMarker HERE
SecAction "id:3,phase:1,pass,log"
`;
    t.same(await new RuleEngine(t, rules).ids(), [3]);
    t.match(load(t, 'SecMarker').problems, [/write SecMarker NAME/]);
  },
  SecDefaultAction: async t => {
    const rules = `SecRule ARGS:a "@eq 1" "id:1,phase:2,block,log"
SecDefaultAction "phase:2,nolog,auditlog,deny,status:406,tag:'SLA',t:lowercase,setvar:tx.hit=1"
SecRule ARGS:b "@streq x" "id:2,phase:2,block,tag:'own'"
SecRule ARGS:c "@streq x" "id:3,phase:2,block,t:none"
SecRule ARGS:d "@streq x" "id:4,phase:2,pass"
SecRule TX:hit "@eq 1" "id:5,phase:2,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    t.match((await engine.judge('/?a=1')).verdict, { kind: 'pass' }, 'it holds for the rules after it');
    const { verdict, transaction } = await engine.judge('/?b=X');
    t.match(verdict, { kind: 'block', status: 406, by: 2 });
    t.same(transaction.matches[0].tags, ['own', 'SLA']);
    t.match((await engine.judge('/?c=X')).verdict, { kind: 'pass' }, 't:none forgets its transformations');
    t.same(
      await engine.ids('/?d=X'),
      [4, 5],
      'its effects are those of every rule; a rule of its own decision passes',
    );
    for (const [actions, wrong] of [
      ['log,pass', /without a phase/],
      ['phase:1,log', /without a disruptive action/],
      ['phase:1,pass,id:1', /the action id in SecDefaultAction/],
      ['phase:1,pass,rev:1', /the action rev in SecDefaultAction/],
      ['phase:1,pass,chain', /the action chain in SecDefaultAction/],
      ['phase:1,pass,skip:1', /the action skip in SecDefaultAction/],
    ] as const) {
      t.match(load(t, `SecDefaultAction "${actions}"`).problems, [wrong], actions);
    }
  },
  Include: async t => {
    const files = {
      'more/b.conf': 'SecAction "id:2,phase:1,pass,log"\n',
      'more/a.conf': 'SecAction "id:1,phase:1,pass,log"\n',
      'more/c.txt': 'nonsense',
    };
    t.same(await new RuleEngine(t, 'Include more/*.conf\n', { files }).ids(), [1, 2], 'sorted by name');
    t.match(load(t, 'Include nowhere/*.conf').problems, [/no file matches nowhere/]);
    t.match(load(t, 'Include test.conf').problems.at(-1), /nested more than 16 deep/);
  },
  IncludeOptional: async t => {
    const files = { 'a.conf': 'SecAction "id:1,phase:1,pass,log"\n' };
    t.same(
      await new RuleEngine(t, 'IncludeOptional a.conf\nIncludeOptional none.conf\n', { files }).ids(),
      [1],
    );
  },
};
