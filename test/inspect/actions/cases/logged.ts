import type { Test } from 'tap';
import type { Cases } from '../../../support/cases.js';
import { load, RuleEngine } from '../../../support/engine.js';

const AUDIT =
  'SecAuditEngine RelevantOnly\nSecAuditLog a.jsonl\nSecAuditLogParts ABCFHIZ\nSecResponseBodyAccess On\n';
const FORM = 'Content-Type: application/x-www-form-urlencoded';

/** Whether a match is logged, and whether it makes the transaction relevant. */
async function logged(t: Test, actions: string): Promise<[logged: boolean, audited: boolean]> {
  const engine = new RuleEngine(t, `${AUDIT}SecAction "id:1,phase:1,pass,${actions}"\n`);
  const { transaction } = await engine.judge();
  return [transaction.matches.length > 0, (await engine.audit()) !== null];
}

/** The audit line of a request with secrets in it, as text. */
async function lineOf(t: Test, action: string): Promise<string> {
  const rules = `${AUDIT}SecRule ARGS:note "@rx [0-9]{12}" "id:1,phase:2,pass,log,capture,logdata:'%{MATCHED_VAR}',${action}"
SecAction "id:2,phase:4,pass,nolog"
`;
  const line = await new RuleEngine(t, rules).audit({
    method: 'POST',
    target: '/?ref=424242424242',
    headers: [FORM, 'X-Mine: headersecret'],
    body: 'note=no.+424242424242.&other=plain',
    response: { headers: ['Content-Type: text/html', 'X-Out: outsecret'], body: 'x' },
  });
  return JSON.stringify(line);
}

function both(suffix: string, run: (t: Test, action: string) => Promise<void>): Cases {
  return Object.fromEntries(
    ['sanitise', 'sanitize'].map(prefix => [`${prefix}${suffix}`, (t: Test) => run(t, `${prefix}${suffix}`)]),
  );
}

/** Actions about logs. */
export const LOGGED_CASES: Cases = {
  log: async t => {
    t.same(await logged(t, 'log'), [true, true], 'log means auditlog');
    t.same(await logged(t, 't:none'), [true, true], 'and is the default');
    t.same(await logged(t, 'noauditlog,log'), [true, false]);
  },
  nolog: async t => {
    t.same(await logged(t, 'nolog'), [false, false]);
    t.same((await logged(t, 'nolog,auditlog'))[1], true, 'auditlog after it has the last word');
  },
  auditlog: async t => {
    t.same(await logged(t, 'noauditlog,auditlog'), [true, true]);
  },
  noauditlog: async t => {
    t.same(await logged(t, 'log,noauditlog'), [true, false]);
    const two = `${AUDIT}SecAction "id:1,phase:1,pass,noauditlog"\nSecAction "id:2,phase:1,pass,auditlog"\n`;
    t.ok(await new RuleEngine(t, two).audit(), 'another rule still makes it relevant');
  },
  ...both('Arg', async (t, name) => {
    t.match(await lineOf(t, 't:none'), /no\. 424242424242\./);
    const masked = await lineOf(t, `${name}:note`);
    t.notMatch(masked, /no\. 4242/);
    t.match(masked, /plain/);
    t.match(load(t, `SecAction "id:1,pass,${name}"`).problems, [/without an argument/]);
  }),
  ...both('RequestHeader', async (t, name) => {
    t.match(await lineOf(t, 't:none'), /headersecret/);
    t.notMatch(await lineOf(t, `${name}:x-mine`), /headersecret/);
  }),
  ...both('ResponseHeader', async (t, name) => {
    t.match(await lineOf(t, 't:none'), /outsecret/);
    t.notMatch(await lineOf(t, `${name}:X-Out`), /outsecret/);
  }),
  ...both('Matched', async (t, name) => {
    const masked = await lineOf(t, name);
    t.notMatch(masked, /no\. 4242/);
    t.match(masked, /plain/);
  }),
  ...both('MatchedBytes', async (t, name) => {
    const whole = await lineOf(t, name);
    t.notMatch(whole, /4242/);
    t.match(whole, /no\. \*\*\*\./, 'what is around them stays');
    t.match(whole, /ref=\*\*\*/, 'wherever they stand');
    t.match(await lineOf(t, `${name}:1/4`), /no\. 4\*\*\*4242\./);
    t.match(load(t, `SecAction "id:1,pass,${name}:x"`).problems, [/such as 1\/4/]);
  }),
};
