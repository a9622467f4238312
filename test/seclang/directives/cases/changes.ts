import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

const RULES = `SecRule ARGS:a "@rx x" "id:1,phase:2,pass,log,msg:'one',tag:'t/a'"
SecRule ARGS:b "@rx x" "id:2,phase:2,pass,log,msg:'two',tag:'t/a',tag:'t/b'"
SecRule ARGS|REQUEST_HEADERS:X-A "@rx x" "id:3,phase:2,pass,log,msg:'three one'"
SecRule ARGS:a "@rx x" "id:4,phase:2,pass,log,chain"
  SecRule ARGS:b "@rx x" "t:none"
`;
const TARGET = '/?a=x&b=x';

/** Directives that change rules; they stand before the rules in one case, after them in the others. */
export const CHANGE_CASES: Cases = {
  SecRuleRemoveById: async t => {
    t.same(await new RuleEngine(t, RULES).ids(TARGET), [1, 2, 3, 3, 4]);
    t.same(await new RuleEngine(t, `${RULES}SecRuleRemoveById 1 "3-4"\n`).ids(TARGET), [2]);
    t.same(
      await new RuleEngine(t, `SecRuleRemoveById "1 2,3"\n${RULES}`).ids(TARGET),
      [4],
      'wherever it stands',
    );
    t.match(load(t, `${RULES}SecRuleRemoveById 7`).problems, [
      /^warning: SecRuleRemoveById: no rule has the id 7/,
    ]);
    t.match(load(t, 'SecRuleRemoveById').problems, [/without an id/]);
    t.match(load(t, 'SecRuleRemoveById 5-4').problems, [/the rule id "5-4"/]);
  },
  SecRuleRemoveByTag: async t => {
    t.same(await new RuleEngine(t, `${RULES}SecRuleRemoveByTag "t/a"\n`).ids(TARGET), [3, 3, 4]);
    t.match(load(t, `${RULES}SecRuleRemoveByTag "t/"`).problems, [/^warning: .*no rule has the tag "t\/"/]);
  },
  SecRuleRemoveByMsg: async t => {
    t.same(
      await new RuleEngine(t, `${RULES}SecRuleRemoveByMsg "one"\n`).ids(TARGET),
      [2, 3, 3, 4],
      'the whole message',
    );
    t.match(load(t, `${RULES}SecRuleRemoveByMsg "three"`).problems, [
      /^warning: .*no rule has the msg "three"/,
    ]);
  },
  SecRuleUpdateTargetById: async t => {
    const updated = (line: string) => new RuleEngine(t, `${RULES}SecRuleUpdateTargetById ${line}\n`);
    t.same(await updated('3 "!ARGS:a"').ids(TARGET), [1, 2, 3, 4], 'a variable is taken out');
    t.same(await updated('1-2 "!ARGS:/^[ab]$/"').ids(TARGET), [3, 3, 4], 'a range, and a regex');
    t.same(await updated('1 "ARGS:c,ARGS:d"').ids('/?c=x&d=x'), [1, 1, 3, 3], 'variables are added');
    t.same(await updated('1 "ARGS:c" "ARGS:a"').ids('/?a=x'), [3], 'a variable is replaced');
    t.same(await updated('1 "ARGS:c" "ARGS:a"').ids('/?c=x'), [1, 3]);
    t.match(load(t, `${RULES}SecRuleUpdateTargetById 1 ARGS:c ARGS:z`).problems, [
      /does not look at what is to be replaced/,
    ]);
    t.match(load(t, 'SecRuleUpdateTargetById 1').problems, [/with 1 argument;/]);
    t.match(load(t, `${RULES}SecRuleUpdateTargetById 1 NOTHING`).problems, [/unknown variable NOTHING/]);
  },
  SecRuleUpdateTargetByTag: async t => {
    const engine = new RuleEngine(t, `${RULES}SecRuleUpdateTargetByTag "t/b" "!ARGS:b|ARGS:c"\n`);
    t.same(await engine.ids('/?b=x&c=x'), [2, 3, 3]);
  },
  SecRuleUpdateTargetByMsg: async t => {
    const engine = new RuleEngine(t, `${RULES}SecRuleUpdateTargetByMsg "three one" "!ARGS"\n`);
    t.same(await engine.ids({ target: TARGET, headers: ['X-A: x'] }), [1, 2, 3, 4]);
  },
  SecRuleUpdateActionById: async t => {
    const updated = (line: string) => new RuleEngine(t, `${RULES}SecRuleUpdateActionById ${line}\n`);
    t.match((await updated('1 "deny,status:404"').judge(TARGET)).verdict, {
      kind: 'block',
      status: 404,
      by: 1,
    });
    const { transaction } = await updated(`1 "msg:'new',tag:'more',nolog,auditlog"`).judge(TARGET);
    t.match(transaction.matches[0], { id: 1, msg: 'new', tags: ['t/a', 'more'] }, 'replaced, and added');
    t.same(
      await updated('1 "t:none,t:length,t:hexEncode"').ids(TARGET),
      [2, 3, 3, 4],
      'transformations are added',
    );
    t.same(await updated('4:1 "t:length"').ids(TARGET), [1, 2, 3, 3], 'of a chained rule');
    t.same(load(t, `${RULES}SecRuleUpdateActionById 4 "chain,nolog"`).problems, []);
    for (const [line, wrong] of [
      ['1 "id:5"', /the action id in SecRuleUpdateActionById/],
      ['1 "phase:1"', /the action phase in SecRuleUpdateActionById/],
      ['1 "chain"', /no rule is chained/],
      ['4:2 "nolog"', /has no chained rule 2/],
      ['4:1 "deny"', /the action deny in a chained rule/],
      ['x "deny"', /the rule id "x"/],
    ] as const) {
      t.match(load(t, `${RULES}SecRuleUpdateActionById ${line}`).problems, [wrong], line);
    }
  },
};
