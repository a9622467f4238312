import t, { type Test } from 'tap';
import { createEnvironment } from '../../../src/gateway/environment.js';
import { judge, parseRawRequest } from '../../../src/replay/index.js';
import { TempFolder } from '../../support/folder.js';
import { compileRules } from '../../support/offline.js';
import { raw } from './ask.js';

/** Ids and logdata of the rules that a request matches. */
async function matchesOf(t: Test, rules: string, request: string): Promise<[number, string][]> {
  const folder = new TempFolder(t);
  const running = compileRules(folder, [folder.write('r/a.conf', rules)]);
  const environment = createEnvironment(() => running, 3600);
  const judged = await judge(parseRawRequest(Buffer.from(request, 'latin1')), { running, environment });
  return judged.transaction.matches.map(({ id, logdata }) => [id, logdata]);
}

const DATA = '%{MATCHED_VAR_NAME}=%{MATCHED_VAR}';

t.test('MATCHED_VAR and MATCHED_VAR_NAME: the last value that matched, as the operator saw it', async t => {
  const rules = `SecRule ARGS "@rx ^[a-c]" "id:1,phase:2,pass,nolog,t:lowercase"
SecRule MATCHED_VAR "@streq bb" "id:2,phase:2,pass,log,logdata:'${DATA}'"
SecRule ARGS:a "@streq AA" "id:3,phase:2,pass,log,chain,logdata:'${DATA}'"
  SecRule MATCHED_VAR_NAME "@streq ARGS:a"
SecRule ARGS "@rx nothing" "id:4,phase:2,pass,log"
SecRule MATCHED_VAR "@streq ARGS:a" "id:5,phase:2,pass,log,logdata:'a rule that did not match changes nothing'"
SecAction "id:6,phase:2,pass,log,logdata:'${DATA}'"
`;
  t.same(await matchesOf(t, rules, raw('GET /?a=AA&z=x&b=BB')), [
    [2, 'MATCHED_VAR=bb'],
    [3, 'MATCHED_VAR_NAME=ARGS:a'],
    [5, 'a rule that did not match changes nothing'],
    [6, 'MATCHED_VAR=ARGS:a'],
  ]);
});

t.test('MATCHED_VARS and MATCHED_VARS_NAMES: all that the last matching rule matched', async t => {
  const rules = `SecRule ARGS "@rx ^[ab]" "id:1,phase:2,pass,log,chain,logdata:'${DATA}'"
  SecRule &MATCHED_VARS "@eq 2" "chain"
    SecRule &MATCHED_VARS "@eq 1"
SecRule ARGS "@rx ^[ab]" "id:2,phase:2,pass,log,chain"
  SecRule MATCHED_VARS_NAMES "@streq ARGS:y" "t:none"
SecRule ARGS "@rx ^[ab]" "id:3,phase:2,pass,log,chain"
  SecRule MATCHED_VARS_NAMES "@streq ARGS:z"
SecRule ARGS "@rx ^[ab]" "id:4,phase:2,pass,log,chain,logdata:'${DATA}'"
  SecRule MATCHED_VARS:ARGS:y "@streq b"
`;
  t.same(await matchesOf(t, rules, raw('GET /?x=a&y=b&z=c')), [
    [1, 'MATCHED_VARS=1'],
    [2, ''],
    [4, 'MATCHED_VARS:ARGS:y=b'],
  ]);
});

t.test('RULE: the fields of the rule that looks, and no other’s', async t => {
  const rules = `SecAction "id:1,phase:2,pass,nolog,rev:9,msg:'other'"
SecRule RULE:id "@eq 2" "id:2,phase:2,pass,log,rev:'3',severity:CRITICAL,msg:'mine',logdata:'%{RULE.id} %{rule.rev} %{RULE.severity} %{RULE.msg}'"
SecRule RULE:msg "@streq mine" "id:3,phase:2,pass,log,msg:'mine'"
SecRule RULE:rev "@unconditionalMatch" "id:4,phase:2,pass,log"
SecRule &RULE "@eq 4" "id:5,phase:2,pass,log,severity:2,msg:'m',logdata:'x'"
`;
  t.same(await matchesOf(t, rules, raw('GET /')), [
    [2, '2 3 2 mine'],
    [3, ''],
    [5, 'x'],
  ]);
});

t.test('TX: captures, names in any case, and what setvar makes of them', async t => {
  const rules = `SecRule ARGS:q "@rx ^(a+)(x)?(b+)" "id:1,phase:2,pass,log,capture,logdata:'%{TX.0},%{tx.1},%{TX.2},%{TX.3}'"
SecRule TX:3 "@streq bb" "id:2,phase:2,pass,log,setvar:tx.N=%{tx.1},setvar:tx.n%{tx.3}=1"
SecRule TX:n "@streq aa" "id:3,phase:2,pass,log"
SecRule TX:NBB "@eq 1" "id:4,phase:2,pass,log,setvar:!tx.nbb"
SecRule &TX:nbb "@eq 0" "id:5,phase:2,pass,log"
SecRule ARGS:q "@rx ^a" "id:6,phase:2,pass,nolog,capture"
SecRule &TX:3 "@eq 0" "id:7,phase:2,pass,log,logdata:'groups of the match before are gone'"
`;
  t.same(await matchesOf(t, rules, raw('GET /?q=aabb')), [
    [1, 'aabb,aa,,bb'],
    [2, ''],
    [3, ''],
    [4, ''],
    [5, ''],
    [7, 'groups of the match before are gone'],
  ]);
});

t.test('GEO: fields that need a database of cities are load errors, not values that never match', t => {
  const folder = new TempFolder(t);
  const file = folder.write('r/a.conf', 'SecRule GEO:CITY "!@streq Tokyo" "id:1,phase:1,deny"\n');
  t.throws(() => compileRules(folder, [file]), {
    message: /a\.conf:1:13: error: GEO:CITY is not supported; the database of the gateway knows countries/,
  });
  t.end();
});
