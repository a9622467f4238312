import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

const AUDIT = 'SecAuditEngine RelevantOnly\nSecAuditLog a.jsonl\n';
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const post = (body: string, type = FORM) => ({ method: 'POST', headers: [type], body });
const when = (option: string, phase = 1) =>
  `SecRule REQUEST_HEADERS:X-On "@eq 1" "id:900,phase:${phase},pass,nolog,ctl:${option}"\n`;
const ON = ['X-On: 1'];

/** The option off, then on. */
async function offOn(
  t: Parameters<Cases[string]>[0],
  rules: string,
  asked: Parameters<RuleEngine['ids']>[0] = {},
  waf = 'mode: block',
): Promise<[number[], number[]]> {
  const engine = new RuleEngine(t, rules, { waf });
  const request = typeof asked === 'string' ? { target: asked } : asked;
  return [
    await engine.ids(request),
    await engine.ids({ ...request, headers: [...(request.headers ?? []), ...ON] }),
  ];
}

const RULES = `SecRule ARGS:a|ARGS:b "@rx x" "id:1,phase:2,pass,log,msg:'one',tag:'t/a'"
SecRule ARGS:a|ARGS:b "@rx x" "id:2,phase:2,pass,log,msg:'two',tag:'t/a',tag:'t/b'"
SecRule ARGS:a "@rx x" "id:3,phase:2,pass,log,chain"
  SecRule ARGS:b "@rx x" "t:none"
`;
const TARGET = '/?a=x&b=x';
const ALL = [1, 1, 2, 2, 3];

/** Options of `ctl`. */
export const CTL_CASES: Cases = {
  auditEngine: async t => {
    for (const [word, plain, matched] of [
      ['On', true, true],
      ['Off', false, false],
      ['RelevantOnly', false, true],
    ] as const) {
      const engine = new RuleEngine(
        t,
        `${AUDIT}${when(`auditEngine=${word}`)}SecRule ARGS:q "@rx x" "id:1,phase:2,pass,log"\n`,
      );
      t.equal((await engine.audit({ headers: ON })) !== null, plain, word);
      t.equal((await engine.audit({ headers: ON, target: '/?q=x' })) !== null, matched, word);
    }
    t.match(load(t, when('auditEngine=Maybe')).problems, [/write On, Off or RelevantOnly/]);
  },
  auditLogParts: async t => {
    const line = async (change: string) => {
      const rules = `${AUDIT}SecAuditLogParts ABHZ\n${when(`auditLogParts=${change}`)}SecAction "id:1,phase:2,pass,log"\n`;
      return (await new RuleEngine(t, rules).audit({ ...post('a=1'), headers: [FORM, ...ON] })) as {
        request: Record<string, unknown>;
        times?: unknown;
      };
    };
    t.match((await line('+C')).request, { arguments: [{ name: 'a', value: '1' }], headers: {} });
    t.notHas((await line('-B')).request, 'headers');
    const own = await line('AIZ');
    t.notHas(own.request, 'headers', 'without a sign the letters are all there is');
    t.notOk(own.times);
    t.match(own.request, { arguments: [{ name: 'a' }] });
    t.match(load(t, when('auditLogParts=+X')).problems, [/write letters from A to K and Z/]);
  },
  debugLogLevel: async t => {
    t.match(load(t, when('debugLogLevel=5')).problems, [/^warning: ctl:debugLogLevel has no effect here/]);
    t.match(load(t, when('debugLogLevel=10')).problems, [/^error: the level "10"/]);
  },
  forceRequestBodyVariable: async t => {
    const rules = `SecAction "id:9,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
${when('forceRequestBodyVariable=On')}SecRule REQUEST_BODY "@contains name" "id:1,phase:2,pass,log"
`;
    t.same(await offOn(t, rules, post('<name/>', 'Content-Type: text/xml')), [[], [1]]);
  },
  parseXmlIntoArgs: async t => {
    const rules = `SecAction "id:9,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
${when('parseXmlIntoArgs=OnlyArgs')}SecRule ARGS:xml.a "@streq x" "id:1,phase:2,pass,log"
SecRule XML:/* "@streq x" "id:2,phase:2,pass,log"
`;
    t.same(await offOn(t, rules, post('<a>x</a>', 'Content-Type: text/xml')), [[2], [1]]);
    t.match(load(t, when('parseXmlIntoArgs=1')).problems, [/write On, Off or OnlyArgs/]);
  },
  requestBodyAccess: async t => {
    const rules = `${when('requestBodyAccess=Off')}SecRule ARGS_POST:q "@rx x" "id:1,phase:2,pass,log"\n`;
    t.same(await offOn(t, rules, post('q=x')), [[1], []]);
    const turned = `SecRequestBodyAccess Off\n${rules.replace('=Off', '=On')}`;
    t.same(await offOn(t, turned, post('q=x')), [[], [1]]);
    t.match(load(t, when('requestBodyAccess=Yes')).problems, [/write On or Off/]);
  },
  requestBodyLimit: async t => {
    const engine = new RuleEngine(t, `SecRequestBodyLimit 100\n${when('requestBodyLimit=10')}`);
    t.match((await engine.judge(post('a=123456789'))).verdict, { kind: 'pass' });
    t.match((await engine.judge({ ...post('a=123456789'), headers: [FORM, ...ON] })).verdict, {
      status: 413,
    });
  },
  requestBodyProcessor: async t => {
    for (const [processor, body] of [
      ['URLENCODED', 'json.q=x'],
      ['JSON', '{"q":"x"}'],
    ] as const) {
      const rules = `${when(`requestBodyProcessor=${processor}`)}SecRule ARGS_POST:json.q "@streq x" "id:1,phase:2,pass,log"\n`;
      t.same(await offOn(t, rules, post(body, 'Content-Type: text/plain')), [[], [1]], processor);
    }
    const xml = `${when('requestBodyProcessor=xml')}SecRule XML:/* "@streq x" "id:1,phase:2,pass,log"\n`;
    t.same(await offOn(t, xml, post('<q>x</q>', 'Content-Type: text/plain')), [[], [1]]);
    const multipart = `${when('requestBodyProcessor=MULTIPART')}SecRule REQBODY_ERROR "@eq 1" "id:1,phase:2,pass,log"\n`;
    t.same(await offOn(t, multipart, post('x', 'Content-Type: text/plain')), [[], [1]]);
    t.match(load(t, when('requestBodyProcessor=YAML')).problems, [
      /write one of URLENCODED, MULTIPART, JSON, XML/,
    ]);
  },
  responseBodyAccess: async t => {
    const rules = `${when('responseBodyAccess=On')}SecRule RESPONSE_BODY "@rx x" "id:1,phase:4,pass,log"\n`;
    t.same(await offOn(t, rules, { response: { body: 'x' } }), [[], [1]]);
    const turned = `SecResponseBodyAccess On\n${rules.replace('=On', '=Off')}`;
    t.same(await offOn(t, turned, { response: { body: 'x' } }), [[1], []]);
  },
  responseBodyLimit: async t => {
    const rules = `SecResponseBodyAccess On\n${when('responseBodyLimit=3')}SecRule RESPONSE_BODY "@rx x" "id:1,phase:4,pass,log"\n`;
    t.same(await offOn(t, rules, { response: { body: '123x' } }), [[1], []]);
  },
  ruleEngine: async t => {
    const rules = (word: string) =>
      `${when(`ruleEngine=${word}`)}SecRule ARGS:q "@rx x" "id:1,phase:2,deny,log"\n`;
    t.same(await offOn(t, rules('Off'), '/?q=x'), [[1], []]);
    const verdict = async (head: string, word: string, waf: string) => {
      const engine = new RuleEngine(t, `${head}${rules(word)}`, { waf });
      return (await engine.judge({ target: '/?q=x', headers: ON })).verdict.kind;
    };
    t.equal(await verdict('', 'DetectionOnly', 'mode: block'), 'pass');
    t.equal(await verdict('', 'On', 'mode: block'), 'block');
    t.equal(await verdict('', 'On', 'mode: detect'), 'pass', 'what the YAML says is not tightened');
    t.equal(
      await verdict('SecRuleEngine DetectionOnly\n', 'On', 'onFault: block'),
      'block',
      'but a rule file’s word is',
    );
    t.match(load(t, when('ruleEngine=Maybe')).problems, [/write On, DetectionOnly or Off/]);
  },
  ruleRemoveById: async t => {
    t.same(await offOn(t, when('ruleRemoveById=1') + RULES, TARGET), [ALL, [2, 2, 3]]);
    t.same(await offOn(t, when('ruleRemoveById=2-3') + RULES, TARGET), [ALL, [1, 1]]);
    t.same(await offOn(t, when('ruleRemoveById=1 3') + RULES, TARGET), [ALL, [2, 2]], 'several');
    t.match(load(t, when('ruleRemoveById=x')).problems, [/the rule id "x"/]);
  },
  ruleRemoveByMsg: async t => {
    t.same(await offOn(t, when('ruleRemoveByMsg=one') + RULES, TARGET), [ALL, [2, 2, 3]]);
    t.same(await offOn(t, when('ruleRemoveByMsg=on') + RULES, TARGET), [ALL, ALL], 'the whole message');
  },
  ruleRemoveByTag: async t => {
    t.same(await offOn(t, when('ruleRemoveByTag=t/a') + RULES, TARGET), [ALL, [3]]);
    t.match(load(t, when('ruleRemoveByTag=')).problems, [/an empty tag/]);
  },
  ruleRemoveTargetById: async t => {
    t.same(await offOn(t, when('ruleRemoveTargetById=1;ARGS:a') + RULES, TARGET), [ALL, [1, 2, 2, 3]]);
    t.same(await offOn(t, when('ruleRemoveTargetById=1-2;!ARGS:/^[ab]$/') + RULES, TARGET), [ALL, [3]]);
    t.same(
      await offOn(t, when('ruleRemoveTargetById=3;ARGS:b') + RULES, TARGET),
      [ALL, [1, 1, 2, 2]],
      'of a chain',
    );
    t.match(load(t, when('ruleRemoveTargetById=1')).problems, [/a semicolon and the variable/]);
    t.match(load(t, when('ruleRemoveTargetById=1;NOTHING')).problems, [/unknown variable/]);
  },
  ruleRemoveTargetByMsg: async t => {
    t.same(await offOn(t, when('ruleRemoveTargetByMsg=two;ARGS:a') + RULES, TARGET), [ALL, [1, 1, 2, 3]]);
  },
  ruleRemoveTargetByTag: async t => {
    t.same(await offOn(t, when('ruleRemoveTargetByTag=t/a;ARGS') + RULES, TARGET), [ALL, [3]]);
  },
};
