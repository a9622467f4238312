import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';
import { TempFolder } from '../../../support/folder.js';
import { TestGateway, until } from '../../../support/gateway.js';
import { compileRules } from '../../../support/offline.js';
import { askOnce, request } from '../../../support/wire.js';

const LOG = 'SecAuditLog audit.jsonl\n';
const RULE = `SecRule ARGS:q "@streq attack" "id:1,phase:2,pass,log,msg:'found'"\n`;
const LEAK = 'SecRule RESPONSE_BODY "@contains leak" "id:2,phase:4,deny"\n';
const FORM = 'Content-Type: application/x-www-form-urlencoded';

interface Line {
  readonly request: { readonly uri: string; readonly arguments?: readonly object[] };
  readonly response: { readonly headers?: object; readonly body?: string };
}

async function withParts(t: Test, parts: string, more = ''): Promise<Line> {
  const rules = `SecAuditEngine On\n${LOG}${parts}SecResponseBodyAccess On\n${RULE}${more}`;
  const line = await new RuleEngine(t, rules).audit({
    method: 'POST',
    target: '/?q=attack',
    headers: [FORM, 'X-A: 1'],
    body: 'name=taro&password=secret1',
    response: { headers: ['Content-Type: text/html', 'X-B: 2'], body: 'the answer' },
  });
  return line as unknown as Line;
}

/** Directives about the audit log. */
export const AUDIT_CASES: Cases = {
  SecAuditEngine: async t => {
    const lines = async (word: string, target: string, status = 200) =>
      (await new RuleEngine(t, `SecAuditEngine ${word}\n${LOG}${RULE}`).audit(target, status)) !== null;
    t.ok(await lines('On', '/'));
    t.notOk(await lines('Off', '/?q=attack'));
    t.notOk(await lines('RelevantOnly', '/'));
    t.ok(await lines('RelevantOnly', '/?q=attack'), 'a match is relevant');
    t.ok(await lines('RelevantOnly', '/', 500), 'so is a status');
    const yaml = (audit: string, engine: string) => {
      const folder = new TempFolder(t);
      const file = folder.write('a.conf', `SecAuditEngine ${engine}\n`);
      return compileRules(folder, [file], 'mode: block', `audit: ${audit}`).audit.policy.which;
    };
    t.equal(yaml('{ file: a.jsonl }', 'On'), 'all', 'where the YAML has no audit.which');
    t.equal(yaml('{ file: a.jsonl }', 'Off'), 'off');
    t.equal(yaml('{ file: a.jsonl, which: relevant }', 'On'), 'relevant', 'the YAML wins');
    t.equal(yaml('{ which: off }', 'On'), 'off');
    t.equal(yaml('{}', 'On'), 'off', 'without a file there is no log');
  },
  SecAuditLog: async t => {
    const folder = new TempFolder(t);
    const file = folder.write('r/a.conf', `SecAuditEngine On\n${LOG}`);
    t.equal(
      compileRules(folder, [file]).audit.file,
      folder.file('r/audit.jsonl'),
      'from the rule file’s folder',
    );
    const yaml = compileRules(folder, [file], 'mode: block', 'audit: { file: own.jsonl }');
    t.equal(yaml.audit.file, folder.file('own.jsonl'), 'the YAML wins');
    t.match(load(t, 'SecAuditLog https://collector.example').problems, [/not sent anywhere/]);
  },
  SecAuditLogFileMode: async t => {
    const rules =
      'SecAuditEngine On\nSecAuditLog own.jsonl\nSecAuditLogFileMode 0600\nSecAction "id:1,phase:1,deny"\n';
    const folder = new TempFolder(t);
    folder.write('rules/test.conf', rules);
    const gateway = await TestGateway.startIn(t, folder, { audit: '{}' });
    await askOnce(gateway.port, request('GET /'));
    const file = folder.file('rules/own.jsonl');
    await until(() => statSync(file).size > 0 || sleep(5).then(() => false));
    t.equal(statSync(file).mode & 0o777, 0o600);
    t.same(load(t, 'SecAuditLogFileMode default').problems, []);
    t.match(load(t, 'SecAuditLogFileMode 0888').problems, [/permissions in octal/]);
  },
  SecAuditLogFormat: async t => {
    t.same(load(t, 'SecAuditLogFormat JSON').problems, []);
    t.match(load(t, 'SecAuditLogFormat Native').problems, [/^warning: .*the audit log is JSON lines/]);
    t.match(load(t, 'SecAuditLogFormat XML').problems, [/^error: .*write one of JSON, Native/]);
  },
  SecAuditLogParts: async t => {
    const plain = await withParts(t, '');
    t.match(plain, { request: { headers: { 'x-a': '1' } }, rules: [{ id: 1 }], times: {} });
    t.notHas(plain.request, 'arguments');
    t.notHas(plain.response, 'headers');
    const least = await withParts(t, 'SecAuditLogParts AZ\n');
    for (const name of ['rules', 'times', 'faults', 'score']) t.notHas(least, name);
    t.notHas(least.request, 'headers');
    t.equal(least.request.uri, '/?q=attack');
    t.match(await withParts(t, 'SecAuditLogParts AKZ\n'), { rules: [{ id: 1, msg: 'found' }] });
    for (const letter of ['C', 'I']) {
      t.match(
        (await withParts(t, `SecAuditLogParts A${letter}Z\n`)).request.arguments ?? [],
        [
          { name: 'name', value: 'taro' },
          { name: 'password', value: '***' },
        ],
        'secrets are masked by name',
      );
    }
    t.match((await withParts(t, 'SecAuditLogParts AFZ\n')).response.headers ?? {}, { 'x-b': '2' });
    t.equal((await withParts(t, 'SecAuditLogParts AEZ\n', LEAK)).response.body, 'the answer');
    const text = new RuleEngine(t, `SecAuditEngine On\n${LOG}SecAuditLogParts ACZ\n${RULE}`);
    const line = await text.audit({ method: 'POST', headers: ['Content-Type: text/plain'], body: 'hello' });
    t.match(line, { request: { body: 'hello' } });
    const upload = new RuleEngine(t, `SecAuditEngine On\n${LOG}SecAuditLogParts AJZ\n${RULE}`);
    const body = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nxyz\r\n--b--\r\n';
    t.match(
      await upload.audit({
        method: 'POST',
        headers: ['Content-Type: multipart/form-data; boundary=b'],
        body,
      }),
      { request: { files: [{ name: 'f', filename: 'a.txt', size: 3 }] } },
    );
    for (const wrong of ['+E', 'AXY', '']) {
      t.match(load(t, `SecAuditLogParts "${wrong}"`).problems, [/write letters from A to K and Z/], wrong);
    }
  },
  SecAuditLogRelevantStatus: async t => {
    const rules = `SecAuditEngine RelevantOnly\n${LOG}SecAuditLogRelevantStatus "^(?:2|4(?!04))"\n${RULE}`;
    const engine = new RuleEngine(t, rules);
    for (const [status, relevant] of [
      [200, true],
      [302, false],
      [403, true],
      [404, false],
      [500, false],
    ] as const) {
      t.equal((await engine.audit('/', status)) !== null, relevant, String(status));
    }
    t.match(load(t, 'SecAuditLogRelevantStatus "^(5"').problems, [/^error/]);
  },
  SecAuditLogType: async t => {
    t.same(load(t, 'SecAuditLogType Serial').problems, []);
    t.match(load(t, 'SecAuditLogType Concurrent').problems, [/^warning: .*the audit log is one file/]);
    t.match(load(t, 'SecAuditLogType HTTPS').problems, [/^error: SecAuditLogType HTTPS is not supported/]);
  },
};
