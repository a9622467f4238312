import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

/** The first match of a rule with these actions, as the logs have it. */
const matchOf = async (t: Parameters<Cases[string]>[0], actions: string, target = '/?q=attack') =>
  (
    await new RuleEngine(t, `SecRule ARGS:q "@rx ^(a)ttack" "id:1,phase:2,pass,log,${actions}"\n`).judge(
      target,
    )
  ).transaction.matches[0];

/** Actions that describe a rule. */
export const DESCRIBED_CASES: Cases = {
  id: async t => {
    t.same(await new RuleEngine(t, `SecAction "id:'9007199254740991',phase:1,pass,log"\n`).ids(), [
      Number.MAX_SAFE_INTEGER,
    ]);
    for (const id of ['0', 'x', '-1', '9007199254740992'])
      t.match(load(t, `SecAction "id:${id},phase:1,pass"`).problems, [/^error: the id/], id);
    t.match(load(t, 'SecAction "id:1,pass"\nSecAction "id:1,pass"').problems, [/the id 1 is taken/]);
  },
  phase: async t => {
    const rules = `SecAction "id:5,phase:logging,pass,log"
SecAction "id:4,phase:response,pass,log"
SecAction "id:3,phase:3,pass,log"
SecAction "id:2,phase:request,pass,log"
SecAction "id:1,phase:1,pass,log"
SecAction "id:20,pass,log"
`;
    const engine = new RuleEngine(t, `SecResponseBodyAccess On\n${rules}`);
    t.same(
      await engine.ids({ response: { body: 'x' } }),
      [1, 2, 20, 3, 4, 5],
      'by phase, not by line; 2 by default',
    );
    t.match(load(t, 'SecAction "id:1,phase:6,pass"').problems, [/the phase "6"/]);
  },
  msg: async t => {
    t.equal((await matchOf(t, `msg:'found %{MATCHED_VAR}'`)).msg, 'found attack');
  },
  logdata: async t => {
    t.equal((await matchOf(t, `capture,logdata:'%{TX.1} in %{MATCHED_VAR_NAME}'`)).logdata, 'a in ARGS:q');
  },
  severity: async t => {
    t.equal((await matchOf(t, 'severity:CRITICAL')).severity, 2);
    t.equal((await matchOf(t, "severity:'7'")).severity, 7);
    t.match(load(t, 'SecAction "id:1,pass,severity:8"').problems, [/the severity "8"/]);
  },
  tag: async t => {
    t.same((await matchOf(t, "tag:'a/b',tag:'of %{MATCHED_VAR}'")).tags, ['a/b', 'of attack']);
  },
  ver: async t => {
    t.equal((await matchOf(t, "ver:'acme/1'")).version, 'acme/1');
  },
  rev: async t => {
    t.equal((await matchOf(t, 'rev:3')).revision, '3');
    const rules = `SecAuditEngine On
SecAuditLog a.jsonl
SecAction "id:1,phase:1,pass,log,ver:'v',rev:'r',maturity:'4',accuracy:'5'"
`;
    t.match(await new RuleEngine(t, rules).audit(), {
      rules: [{ ver: 'v', rev: 'r', maturity: 4, accuracy: 5 }],
    });
  },
  maturity: async t => {
    t.equal((await matchOf(t, "maturity:'4'")).maturity, 4);
    t.match(load(t, 'SecAction "id:1,pass,maturity:10"').problems, [/the maturity "10"/]);
  },
  accuracy: async t => {
    t.equal((await matchOf(t, 'accuracy:5')).accuracy, 5);
  },
  status: async t => {
    const status = async (actions: string) => {
      const { verdict } = await new RuleEngine(t, `SecAction "id:1,phase:1,${actions}"\n`).judge();
      return 'status' in verdict ? verdict.status : verdict.kind;
    };
    t.equal(await status('deny'), 403);
    t.equal(await status('deny,status:451'), 451);
    t.equal(await status('deny,status:302'), 403, 'a refusal is an error');
    t.equal(await status('redirect:/x'), 302);
    t.equal(await status('redirect:/x,status:307'), 307);
    t.equal(await status('redirect:/x,status:304'), 302, 'only what a client follows');
    t.equal(await status('pass,status:500'), 'pass');
    t.match(load(t, 'SecAction "id:1,deny,status:600"').problems, [/the status "600"/]);
  },
  xmlns: async t => {
    const rule = (actions: string, xpath: string) =>
      load(t, `SecRule XML:${xpath} "@rx x" "id:1,phase:2,deny${actions}"`).problems;
    t.same(rule(',xmlns:soap=http://a/b', '/*'), []);
    t.same(rule(`,xmlns:soap='http://a/b'`, '//@*'), []);
    t.same(rule(',xmlns:soap=http://a/b', '/soap:Envelope/text()'), []);
    t.match(rule(',xmlns:soap=http://a/b', '/soap:Envelope/..'), [
      /the XPath \/soap:Envelope\/\.\. is not supported at "\.\."; write an absolute path/,
    ]);
    t.match(rule('', '/soap:Envelope/text()'), [/has the prefix soap, which no xmlns of this rule declares/]);
    t.match(rule(',xmlns:soap', '/*'), [/write xmlns:PREFIX=URI/]);
    const engine = new RuleEngine(
      t,
      `SecAction "id:9,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
SecRule XML:/* "@contains attack" "id:1,phase:2,deny,xmlns:s=http://a/b"
SecRule XML://@* "@contains attack" "id:2,phase:2,deny,xmlns:s=http://a/b"
SecRule XML:/x:b/x:c/text() "@contains evil" "id:3,phase:2,deny,xmlns:x=http://a/b"
`,
    );
    const xml = (body: string) => ({ method: 'POST', headers: ['Content-Type: text/xml'], body });
    t.match((await engine.judge(xml('<s:a xmlns:s="http://a/b">attack</s:a>'))).verdict, { by: 1 });
    t.match((await engine.judge(xml('<s:a xmlns:s="http://a/b" s:x="attack"/>'))).verdict, { by: 2 });
    t.match((await engine.judge(xml('<b xmlns="http://a/b"><c>evil</c></b>'))).verdict, { by: 3 });
    t.match((await engine.judge(xml('<b xmlns="http://a/other"><c>evil</c></b>'))).verdict, { kind: 'pass' });
  },
};
