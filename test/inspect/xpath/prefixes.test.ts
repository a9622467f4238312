import t from 'tap';
import { load, RuleEngine } from '../../support/engine.js';

/** Rules 1 to 3 see the same text, the third under another prefix; rule 4 declares no prefix. */
const RULES = `SecAction "id:9,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
SecRule XML:/s:Envelope/s:Body "@contains attack" "id:1,phase:2,pass,log,msg:'one',tag:'t',xmlns:s=http://a/soap"
SecRule XML:/s:Envelope/s:Body|XML:/s:Envelope/s:Header "@contains attack" "id:2,phase:2,pass,log,tag:'t',xmlns:s=http://a/soap"
SecRule XML:/z:Envelope/z:Body "@contains attack" "id:3,phase:2,pass,log,tag:'t',xmlns:z=http://a/soap"
SecRule ARGS "@contains attack" "id:4,phase:2,pass,log,tag:'none'"
`;

const xml = (header: string, body: string) => ({
  method: 'POST',
  headers: ['Content-Type: text/xml'],
  body: `<e:Envelope xmlns:e="http://a/soap"><e:Header>${header}</e:Header><e:Body>${body}</e:Body></e:Envelope>`,
});

t.test('a prefixed XPath that is added to a rule has the namespaces of that rule', async t => {
  const ids = (line: string) => new RuleEngine(t, `${RULES}${line}\n`).ids(xml('attack', ''));
  t.same(await ids(''), [2]);
  t.same(await ids('SecRuleUpdateTargetById 1 "XML:/s:Envelope/s:Header"'), [1, 2]);
  t.same(await ids('SecRuleUpdateTargetById 3 "XML:/z:Envelope/z:Header"'), [2, 3]);
  t.same(await ids(`SecRuleUpdateTargetByMsg one "XML:/s:Envelope/s:Header"`), [1, 2]);
  t.same(await ids('SecRuleUpdateTargetById 1 "XML:/s:Envelope/s:Header" "XML:/s:Envelope/s:Body"'), [1, 2]);
  t.same(
    await ids(
      'SecRuleUpdateActionById 4 "xmlns:q=http://a/soap"\nSecRuleUpdateTargetById 4 "XML:/q:Envelope/q:Header"',
    ),
    [2, 4],
    'and those that an update gave it before',
  );
});

t.test('a prefix that the updated rule does not declare is an error that names the rule, once', async t => {
  const problems = (line: string) => load(t, `${RULES}${line}`).problems;
  t.match(problems('SecRuleUpdateTargetById 4 "XML:/s:Envelope"'), [
    /error: the XPath \/s:Envelope has the prefix s, which no xmlns of the rule 4 declares; write xmlns:s=URI among the actions of the rule 4/,
  ]);
  const byTag = problems('SecRuleUpdateTargetByTag t "XML:/s:Envelope"');
  t.equal(byTag.length, 1);
  t.match(byTag, [/prefix s, which no xmlns of the rule 3 declares/]);
});

t.test('a prefixed XPath that is taken out is the one that the rule has in the very same words', async t => {
  const both = xml('attack', 'attack');
  const ids = (line: string) => new RuleEngine(t, `${line}\n${RULES}`).ids(both);
  t.same(await ids(''), [1, 2, 2, 3]);
  for (const line of [
    'SecRuleUpdateTargetByTag t "!XML:/s:Envelope/s:Body"',
    'SecAction "id:8,phase:1,pass,nolog,ctl:ruleRemoveTargetById=1-3;XML:/s:Envelope/s:Body"',
    'SecAction "id:8,phase:1,pass,nolog,ctl:ruleRemoveTargetByTag=t;XML:/s:Envelope/s:Body"',
  ]) {
    t.same(await ids(line), [2, 3], line);
  }
  t.same(
    await ids('SecAction "id:8,phase:1,pass,nolog,ctl:ruleRemoveTargetByMsg=one;XML:/s:Envelope/s:Body"'),
    [2, 2, 3],
  );
  t.same(
    await ids('SecAction "id:8,phase:1,pass,nolog,ctl:ruleRemoveTargetById=1;XML:/z:Envelope/z:Body"'),
    [1, 2, 2, 3],
    'another spelling of the same nodes is another target',
  );
  const excluding = (target: string) =>
    new RuleEngine(t, RULES, { waf: `mode: block, exclude: [{ rule: 1, target: '${target}' }]` }).ids(both);
  t.same(await excluding('XML:/s:Envelope/s:Body'), [2, 2, 3]);
});
