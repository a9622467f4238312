import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

const FORM = 'Content-Type: application/x-www-form-urlencoded';
const SEES = 'SecRule ARGS_POST:q "@streq attack" "id:1,phase:2,deny,log"\n';
const post = (body: string, type = FORM) => ({ method: 'POST', headers: [type], body });
const UNSET = { waf: 'onFault: block' };

/** A multipart body with a field and files of so many bytes. */
function multipart(field: string, ...files: number[]) {
  const part = (head: string, content: string) =>
    `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const body = [
    part('name="q"', field),
    ...files.map((size, i) => part(`name="f${i}"; filename="${i}.txt"`, 'x'.repeat(size))),
    '--b--\r\n',
  ].join('');
  return post(body, 'Content-Type: multipart/form-data; boundary=b');
}

/** Directives that bound and take apart request bodies. */
export const BODY_CASES: Cases = {
  SecRequestBodyAccess: async t => {
    t.same(await new RuleEngine(t, `SecRequestBodyAccess On\n${SEES}`).ids(post('q=attack')), [1]);
    t.same(await new RuleEngine(t, `SecRequestBodyAccess Off\n${SEES}`).ids(post('q=attack')), []);
  },
  SecRequestBodyLimit: async t => {
    const engine = new RuleEngine(t, `SecRequestBodyLimit 10\n${SEES}`);
    t.match((await engine.judge(post('a=12345678'))).verdict, { kind: 'pass' });
    t.match((await engine.judge(post('a=123456789'))).verdict, {
      kind: 'block',
      status: 413,
      by: 'bodyLimit',
    });
    t.match(load(t, 'SecRequestBodyLimit 1073741825').problems, [/whole number from 1 to 1073741824/]);
  },
  SecRequestBodyLimitAction: async t => {
    const rules = `SecRequestBodyLimit 10
SecRule ARGS_POST:q "@streq att" "id:1,phase:2,pass,log"
SecRule INBOUND_DATA_ERROR "@eq 1" "id:2,phase:2,pass,log"
`;
    const partial = new RuleEngine(t, `SecRequestBodyLimitAction ProcessPartial\n${rules}`);
    t.same(await partial.ids(post('a=12&q=attack')), [1, 2], 'the first 10 bytes are inspected');
    t.same(await partial.ids(post('a=1&q=attack')), [2]);
    const reject = new RuleEngine(t, `SecRequestBodyLimitAction Reject\n${rules}`);
    t.match((await reject.judge(post('a=12&q=attack'))).verdict, { kind: 'block', status: 413 });
    const detect = new RuleEngine(t, `SecRequestBodyLimitAction Reject\n${rules}`, { waf: 'mode: detect' });
    t.match((await detect.judge(post('a=12&q=attack'))).verdict, { kind: 'pass' }, 'detection stops nothing');
  },
  SecRequestBodyNoFilesLimit: async t => {
    const engine = new RuleEngine(t, `SecRequestBodyNoFilesLimit 300\n${SEES}`);
    t.match((await engine.judge(post(`a=${'x'.repeat(299)}`))).verdict, { kind: 'block', status: 413 });
    t.match((await engine.judge(multipart('', 100_000))).verdict, { kind: 'pass' }, 'files do not count');
    t.match((await engine.judge(multipart('x'.repeat(300), 10))).verdict, { kind: 'block', status: 413 });
    const detect = new RuleEngine(t, `SecRequestBodyNoFilesLimit 300\n${SEES}`, { waf: 'mode: detect' });
    t.match((await detect.judge(multipart('x'.repeat(300)))).verdict, { kind: 'pass' });
  },
  SecParseXmlIntoArgs: async t => {
    const rules = `SecAction "id:9,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
SecRule ARGS_POST:xml.order.item "@streq attack" "id:1,phase:2,pass,log"
SecRule ARGS_POST "@contains attack" "id:2,phase:2,pass,log"
SecRule XML:/*|XML:/order/item "@contains attack" "id:3,phase:2,pass,log"
SecRule REQBODY_ERROR "@eq 1" "id:4,phase:2,pass,log"
`;
    const ids = async (value: string, body: string, more = '') => {
      const engine = new RuleEngine(t, `SecParseXmlIntoArgs ${value}\n${more}${rules}`);
      return [...new Set(await engine.ids(post(body, 'Content-Type: text/xml')))];
    };
    const order = '<o:order xmlns:o="http://a/b"><item>tea</item><item>at<![CDATA[ta]]>ck</item></o:order>';
    t.same(await ids('Off', order), [3]);
    t.same(await ids('On', order), [1, 2, 3]);
    t.same(await ids('OnlyArgs', order), [1, 2]);
    t.same(await ids('OnlyArgs', '<order>attack<item/></order>'), [2], 'text beside children is not lost');
    t.same(await ids('OnlyArgs', '<order><item>attack</order>'), [1, 2, 3, 4], 'nor what is malformed');
    t.same(await ids('OnlyArgs', '<order><item></order>attack'), [3, 4]);
    const many = `<order>${'<item>x</item>'.repeat(20)}<item>attack</item></order>`;
    t.same(await ids('OnlyArgs', many, 'SecArgumentsLimit 10\n'), [2, 4], 'nor what is over the limit');
    t.same(await ids('Off', many, 'SecArgumentsLimit 10\n'), [3]);
    const engine = new RuleEngine(t, `SecParseXmlIntoArgs On\n${rules}`);
    const { inspection } = await engine.judge(
      post(`<order a="1"><item/><list>\n<item>x</item>\n</list></order>`, 'Content-Type: text/xml'),
    );
    t.same(inspection?.body?.args, [
      { name: 'xml.order.item', value: '' },
      { name: 'xml.order.list.item', value: 'x' },
    ]);
    t.match(load(t, 'SecParseXmlIntoArgs 1').problems, [/write one of On, Off, OnlyArgs/]);
  },
  SecRequestBodyJsonDepthLimit: async t => {
    const rules = `SecRequestBodyJsonDepthLimit 3
SecAction "id:9,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
SecRule REQBODY_ERROR "@eq 1" "id:1,phase:2,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    t.same(await engine.ids(post('{"a":{"b":{"c":1}}}', 'Content-Type: application/json')), []);
    t.same(await engine.ids(post('{"a":{"b":{"c":{"d":1}}}}', 'Content-Type: application/json')), [1]);
  },
  SecArgumentsLimit: async t => {
    const rules = 'SecArgumentsLimit 3\nSecRule REQBODY_ERROR "@eq 1" "id:1,phase:2,pass,log"\n';
    const engine = new RuleEngine(t, rules);
    t.same(await engine.ids(post('a=1&b=2&c=3')), []);
    t.same(await engine.ids(post('a=1&b=2&c=3&d=4')), [1]);
    t.same(await engine.ids({ ...post('c=3&d=4'), target: '/?a=1&b=2' }), [1], 'query and body together');
  },
  SecArgumentSeparator: async t => {
    const rules = 'SecRule ARGS:b "@streq 2" "id:1,phase:2,pass,log"\n';
    const semicolon = new RuleEngine(t, `SecArgumentSeparator ";"\n${rules}`);
    t.same(await semicolon.ids('/?a=1;b=2'), [1]);
    t.same(await semicolon.ids(post('a=1;b=2')), [1]);
    t.same(await semicolon.ids('/?a=1&b=2'), []);
    t.same(await new RuleEngine(t, rules).ids('/?a=1&b=2'), [1]);
    t.match(load(t, 'SecArgumentSeparator &&').problems, [/^error: the separator "&&"; write one char/]);
  },
  SecUploadFileLimit: async t => {
    const rules = `SecUploadFileLimit 2
SecRule MULTIPART_FILE_LIMIT_EXCEEDED "@eq 1" "id:1,phase:2,pass,log"
SecRule MULTIPART_STRICT_ERROR "@eq 1" "id:2,phase:2,pass,log"
SecRule &FILES "@eq 3" "id:3,phase:2,pass,log"
SecRule FILES_TMP_CONTENT:f2 "@contains x" "id:4,phase:2,pass,log"
`;
    const engine = new RuleEngine(t, rules);
    t.same(await engine.ids(multipart('', 1, 1)), []);
    t.same(await engine.ids(multipart('', 1, 1, 1)), [1, 2, 3, 4], 'further files are still looked at');
  },
  SecRuleEngine: async t => {
    const rule = 'SecRule ARGS:q "@streq attack" "id:1,phase:1,deny,log"\n';
    const verdict = async (word: string, waf = UNSET) =>
      (await new RuleEngine(t, `SecRuleEngine ${word}\n${rule}`, waf).judge('/?q=attack')).verdict.kind;
    t.equal(await verdict('On'), 'block');
    t.equal(await verdict('DetectionOnly'), 'pass');
    t.equal(await verdict('Off'), 'pass');
    t.equal(await verdict('Off', { waf: 'mode: block' }), 'block', 'the YAML wins');
    t.same(await new RuleEngine(t, `SecRuleEngine DetectionOnly\n${rule}`, UNSET).ids('/?q=attack'), [1]);
    t.same(await new RuleEngine(t, `SecRuleEngine Off\n${rule}`, UNSET).ids('/?q=attack'), []);
    t.match(load(t, 'SecRuleEngine Maybe').problems, [/write one of On, DetectionOnly, Off/]);
  },
};
