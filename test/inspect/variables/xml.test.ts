import t from 'tap';
import { load, RuleEngine } from '../../support/engine.js';

/** The XML variable of the reference manual: its payloads, its expressions. */
const PROCESSOR =
  'SecRule REQUEST_HEADERS:Content-Type "^text/xml$" "id:87,phase:1,t:lowercase,nolog,pass,ctl:requestBodyProcessor=XML"\n';
const PLAIN =
  '<employees><employee><name>Fred Jones</name><address location="home"><street>900 Aurora Ave.</street></address></employee></employees>';
const NAMESPACED =
  '<xq:employees xmlns:xq="http://www.example.com/employees"><employee><name>Fred Jones</name></employee></xq:employees>';
const xml = (body: string) => ({ method: 'POST', headers: ['Content-Type: text/xml'], body });

t.test('the manual’s expressions', async t => {
  const engine = new RuleEngine(
    t,
    `${PROCESSOR}SecRule XML:/employees/employee/name/text() "Fred" "id:105,phase:2,deny"
SecRule XML:/xq:employees/employee/name/text() "Fred" "id:102,phase:2,deny,xmlns:xq=http://www.example.com/employees"
`,
  );
  t.match((await engine.judge(xml(PLAIN))).verdict, { by: 105 });
  t.match((await engine.judge(xml(NAMESPACED))).verdict, { by: 102 });
  t.match((await engine.judge(xml(NAMESPACED.replaceAll('xq', 'other')))).verdict, { by: 102 }, 'any prefix');
  t.match((await engine.judge(xml(NAMESPACED.replace('www.example', 'x.example')))).verdict, {
    kind: 'pass',
  });
  t.match((await engine.judge(xml(PLAIN.replace('Fred', 'Ann').replace('Aurora', 'Fred')))).verdict, {
    kind: 'pass',
  });
});

t.test('counted, chained, excluded; the same path under two namespaces is two targets', async t => {
  const engine = new RuleEngine(
    t,
    `${PROCESSOR}SecRule &XML://name "@gt 1" "id:1,phase:2,deny"
SecRule XML:/a/@x "@streq 1" "id:2,phase:2,deny,chain"
SecRule XML:/a/y:b "@streq 2" "xmlns:y=http://y"
SecRule XML:/a/p:b "@streq 3" "id:3,phase:2,deny,xmlns:p=http://one"
SecRule XML:/a/p:b "@streq 3" "id:4,phase:2,deny,xmlns:p=http://two"
SecRule REQUEST_URI "@contains skip" "id:5,phase:1,pass,nolog,ctl:ruleRemoveTargetById=6;XML:/a/p:c"
SecRule XML:/a/p:c|XML://d "@streq 4" "id:6,phase:2,deny,xmlns:p=http://one"
`,
  );
  t.match((await engine.judge(xml('<a><name/><b><name/></b></a>'))).verdict, { by: 1 });
  t.match((await engine.judge(xml('<a><name/></a>'))).verdict, { kind: 'pass' });
  t.match((await engine.judge(xml('<a x="1" xmlns:n="http://y"><n:b>2</n:b></a>'))).verdict, { by: 2 });
  t.match((await engine.judge(xml('<a xmlns:n="http://one"><n:b>3</n:b></a>'))).verdict, { by: 3 });
  t.match((await engine.judge(xml('<a xmlns:n="http://two"><n:b>3</n:b></a>'))).verdict, { by: 4 });
  const excluded = xml('<a xmlns:n="http://one"><n:c>4</n:c></a>');
  t.match((await engine.judge(excluded)).verdict, { by: 6 });
  t.match((await engine.judge({ ...excluded, target: '/skip' })).verdict, { kind: 'pass' });
  t.match((await engine.judge({ ...xml('<a><d>4</d></a>'), target: '/skip' })).verdict, { by: 6 });
});

t.test('an XPath outside the subset is a load error that says what there is', async t => {
  const rules = 'SecRule XML:/a/b[contains(c,\'x\')] "@rx a" "id:1,phase:2,deny"\n';
  t.match(load(t, rules).problems, [/error: the XPath .* is not supported at .*; write an absolute path/]);
});
