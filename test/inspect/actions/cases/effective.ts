import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

/** Actions that change the transaction or what outlives it. */
export const EFFECTIVE_CASES: Cases = {
  capture: async t => {
    const rules = `SecRule ARGS:q "@rx ^(a)(b)?(c)" "id:1,phase:2,pass,nolog,capture"
SecRule TX:0 "@streq ac" "id:2,phase:2,pass,log"
SecRule TX:1 "@streq a" "id:3,phase:2,pass,log"
SecRule TX:2 "@streq " "id:4,phase:2,pass,log"
SecRule TX:3 "@streq c" "id:5,phase:2,pass,log"
SecRule &TX:4 "@eq 0" "id:6,phase:2,pass,log"
`;
    t.same(await new RuleEngine(t, rules).ids('/?q=acd'), [2, 3, 4, 5, 6]);
    const without = rules.replace(',capture', '');
    t.same(await new RuleEngine(t, without).ids('/?q=acd'), [6]);
  },
  ctl: async t => {
    t.match(load(t, 'SecAction "id:1,pass,ctl:nothing=1"').problems, [/unknown option ctl:nothing/]);
    t.match(load(t, 'SecAction "id:1,pass,ctl:ruleEngin=On"').problems, [/did you mean ruleEngine\?/]);
    t.match(load(t, 'SecAction "id:1,pass,ctl:ruleEngine"').problems, [/write ctl:ruleEngine=VALUE/]);
    t.match(load(t, 'SecAction "id:1,pass,ctl:hashEngine=On"').problems, [
      /ctl:hashEngine is not supported; pages/,
    ]);
  },
  multiMatch: async t => {
    const rules = (more: string) =>
      `SecRule ARGS:q "@streq AbC" "id:1,phase:2,pass,log,t:none,t:urlDecode,t:lowercase${more}"\n`;
    t.same(await new RuleEngine(t, rules('')).ids('/?q=%2541bC'), []);
    t.same(
      await new RuleEngine(t, rules(',multiMatch')).ids('/?q=%2541bC'),
      [1],
      'after the first transformation',
    );
    t.same(
      await new RuleEngine(t, rules(',multiMatch')).ids('/?q=AbC'),
      [1],
      'once where it changed nothing',
    );
  },
  t: async t => {
    const ids = (transformations: string) =>
      new RuleEngine(t, `SecRule ARGS:q "@streq abc" "id:1,phase:2,pass,log,${transformations}"\n`).ids(
        '/?q=%2541BC',
      );
    t.same(await ids('t:urlDecode,t:lowercase'), [1]);
    t.same(await ids('t:urlDecode,t:none,t:lowercase'), [], 't:none forgets those before it');
    t.match(load(t, 'SecAction "id:1,pass,t:lowercas"').problems, [
      /unknown transformation lowercas; did you mean lowercase/,
    ]);
  },
  setvar: async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,setvar:tx.flag,setvar:'tx.text=a, b',setvar:TX.Sum=5,setvar:tx.sum=+%{tx.sum},setvar:tx.sum=-3,setvar:tx.%{REMOTE_ADDR}-x=y,setvar:tx.gone=1,setvar:!tx.gone"
SecRule TX:FLAG "@streq 1" "id:2,phase:1,pass,log"
SecRule TX:text "@streq a, b" "id:3,phase:1,pass,log"
SecRule TX:sum "@eq 7" "id:4,phase:1,pass,log"
SecRule TX:127.0.0.1-x "@streq y" "id:5,phase:1,pass,log"
SecRule &TX:gone "@eq 0" "id:6,phase:1,pass,log"
SecAction "id:7,phase:1,pass,nolog,setvar:ip.n=1"
SecRule &IP:n "@eq 0" "id:8,phase:1,pass,log"
`;
    t.same(
      await new RuleEngine(t, rules).ids(),
      [2, 3, 4, 5, 6, 8],
      'a collection that is not open takes nothing',
    );
    t.match(load(t, 'SecAction "id:1,pass,setvar:nowhere.a=1"').problems, [/the variable "nowhere.a"/]);
  },
  setenv: async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,setenv:a=%{REMOTE_ADDR},setenv:b,setenv:c=1,setenv:!c"
SecRule ENV:A "@streq 127.0.0.1" "id:2,phase:1,pass,log"
SecRule ENV:b "@eq 1" "id:3,phase:1,pass,log"
SecRule &ENV:c "@eq 0" "id:4,phase:1,pass,log"
SecRule &ENV:PATH "@eq 0" "id:5,phase:1,pass,log"
`;
    t.same(await new RuleEngine(t, rules).ids(), [2, 3, 4, 5], 'the process environment is not shown');
  },
  initcol: async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}_%{ARGS.who},setvar:ip.n=+1"
SecRule IP:N "@eq 2" "id:2,phase:1,pass,log"
SecRule IP:IS_NEW "@eq 1" "id:3,phase:1,pass,log"
SecRule IP:KEY "@endsWith _a" "id:4,phase:1,pass,log"
SecRule IP:UPDATE_COUNTER "@ge 2" "id:5,phase:1,pass,log"
SecRule IP:TIMEOUT "@eq 3600" "id:6,phase:1,pass,log"
SecRule IP:CREATE_TIME "@gt 1600000000" "id:7,phase:1,pass,log"
SecRule IP:LAST_UPDATE_TIME "@gt 1600000000" "id:8,phase:1,pass,log"
SecRule IP:UPDATE_RATE "@ge 1" "id:9,phase:1,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    engine.now = Date.now() - 100_000;
    t.same(await engine.ids('/?who=b'), [6, 7, 8, 9], 'a record of its own for each key');
    t.same(await engine.ids('/?who=a'), [4, 6, 7, 8, 9]);
    t.same(await engine.ids('/?who=a'), [2, 4, 5, 6, 7, 8, 9], 'kept across transactions');
    engine.now = Date.now() + 100_000;
    t.ok((await engine.ids('/?who=c')).includes(3), 'new in the transaction that made it');
    for (const wrong of ['ip', 'nowhere=1', 'ip='])
      t.match(load(t, `SecAction "id:1,pass,initcol:${wrong}"`).problems, [/write initcol:NAME=KEY/], wrong);
  },
  setsid: async t => {
    const rules = `SecRule REQUEST_COOKIES:sid "@rx ." "id:1,phase:1,pass,nolog,setsid:%{MATCHED_VAR},setvar:session.n=+1"
SecRule SESSION:n "@eq 2" "id:2,phase:1,pass,log"
SecRule SESSIONID "@streq abc" "id:3,phase:1,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    t.same(await engine.ids({ headers: ['Cookie: sid=abc'] }), [3]);
    t.same(await engine.ids({ headers: ['Cookie: sid=abc'] }), [2, 3]);
    t.same(await engine.ids(), []);
  },
  setuid: async t => {
    const rules = `SecRule ARGS:user "@rx ." "id:1,phase:2,pass,nolog,setuid:%{MATCHED_VAR},setvar:user.n=+1"
SecRule USER:n "@eq 2" "id:2,phase:2,pass,log"
SecRule USERID "@streq taro" "id:3,phase:2,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    t.same(await engine.ids('/?user=taro'), [3]);
    t.same(await engine.ids('/?user=hanako'), []);
    t.same(await engine.ids('/?user=taro'), [2, 3]);
  },
  setrsc: async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,setrsc:%{REQUEST_FILENAME},setvar:resource.hits=+1"
SecRule RESOURCE:hits "@eq 2" "id:2,phase:1,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    await engine.ids('/a');
    t.same(await engine.ids('/b'), []);
    t.same(await engine.ids('/a'), [2]);
  },
  expirevar: async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"
SecRule ARGS:set "@eq 1" "id:2,phase:2,pass,nolog,setvar:ip.seen=1,expirevar:ip.seen=60,setvar:ip.other=1"
SecRule IP:seen "@eq 1" "id:3,phase:2,pass,log"
SecRule IP:other "@eq 1" "id:4,phase:2,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    t.same(await engine.ids('/?set=1'), [3, 4]);
    engine.now += 59_000;
    t.same(await engine.ids(), [3, 4]);
    engine.now += 1000;
    t.same(await engine.ids(), [4], 'the others stay');
    t.match(load(t, 'SecAction "id:1,pass,expirevar:tx.a=1"').problems, [
      /expirevar is for persistent collections/,
    ]);
    t.match(load(t, 'SecAction "id:1,pass,expirevar:ip.a=soon"').problems, [/the number of seconds/]);
  },
  deprecatevar: async t => {
    const rules = `SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"
SecRule ARGS:add "@rx ." "id:2,phase:2,pass,nolog,setvar:ip.score=+%{MATCHED_VAR}"
SecAction "id:3,phase:2,pass,nolog,deprecatevar:ip.score=60/300"
SecRule IP:score "@rx ." "id:4,phase:2,pass,log,logdata:'%{MATCHED_VAR}'"
`;
    const engine = new RuleEngine(t, rules);
    const score = async (target = '/') => (await engine.judge(target)).transaction.matches[0].logdata;
    t.equal(await score('/?add=200'), '200');
    engine.now += 299_000;
    t.equal(await score(), '200');
    engine.now += 2000;
    t.equal(await score(), '140', 'by 60 after 300 seconds');
    engine.now += 299_000;
    t.equal(
      await score('/?add=5'),
      '85',
      'the seconds left over count for the next time, writing does not stop it',
    );
    engine.now += 3_000_000;
    t.equal(await score(), '0', 'never below zero');
    for (const wrong of ['ip.score', 'ip.score=60', 'ip.score=0/300', 'ip.score=60/0'])
      t.match(load(t, `SecAction "id:1,pass,deprecatevar:${wrong}"`).problems, [/AMOUNT\/SECONDS/], wrong);
    t.match(load(t, 'SecAction "id:1,pass,deprecatevar:tx.a=1/1"').problems, [
      /is for persistent collections/,
    ]);
  },
};
