/** Every directive, from what the manual says of it. */
import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import {
  DIRECTIVES,
  LANGUAGE_DIRECTIVES,
  LEFT_OUT_DIRECTIVES,
} from '../../../src/seclang/directives/registry.js';
import { type Cases, runCases } from '../../support/cases.js';
import { load } from '../../support/engine.js';
import { AUDIT_CASES } from './cases/audit.js';
import { BODY_CASES } from './cases/body.js';
import { CHANGE_CASES } from './cases/changes.js';
import { LANGUAGE_CASES } from './cases/language.js';
import { RESPONSE_CASES } from './cases/response.js';
import { SETTING_CASES } from './cases/setting.js';

/** Directives that are only read: each warns, and says what to do instead. */
const idle: Cases = Object.fromEntries(
  Array.from(DIRECTIVES.values())
    .filter(spec => spec.idle !== undefined)
    .map(({ name, example, idle }) => [
      name,
      async t => {
        const { plan, problems } = load(t, example);
        t.ok(plan !== null);
        t.same(problems, [`warning: ${name} has no effect here; ${idle}`]);
        t.match(load(t, name).problems, [/^error: .* with 0 arguments/]);
      },
    ]),
);

const all = [...LANGUAGE_DIRECTIVES.values(), ...DIRECTIVES.values()].map(({ name }) => name);

await runCases(
  t,
  [LANGUAGE_CASES, BODY_CASES, RESPONSE_CASES, SETTING_CASES, AUDIT_CASES, CHANGE_CASES, idle],
  all,
);

t.test('what asks for no more than is the case is taken without a word', async t => {
  for (const line of ['SecStatusEngine Off', 'SecUploadKeepFiles off'])
    t.same(load(t, line).problems, [], line);
});

t.test('left out: an error, except Off where that is the case anyway', async t => {
  for (const { name, reason, offIsFine } of LEFT_OUT_DIRECTIVES) {
    t.same(load(t, `${name} On`).problems, [`error: ${name} is not supported; ${reason}`]);
    t.equal(load(t, `${name} Off`).problems.length, offIsFine === true ? 0 : 1, name);
  }
});

t.test('ModSecurity’s recommended configuration loads as it comes: nothing of it is left out', async t => {
  const lines = [
    ...['SecRuleEngine DetectionOnly', 'SecRequestBodyAccess On', 'SecRequestBodyLimit 13107200'],
    ...[
      'SecRequestBodyNoFilesLimit 131072',
      'SecRequestBodyInMemoryLimit 131072',
      'SecRequestBodyLimitAction Reject',
    ],
    ...['SecRequestBodyJsonDepthLimit 512', 'SecArgumentsLimit 1000', 'SecPcreMatchLimit 1000'],
    ...[
      'SecPcreMatchLimitRecursion 1000',
      'SecResponseBodyAccess On',
      'SecResponseBodyLimitAction ProcessPartial',
    ],
    ...[
      'SecResponseBodyMimeType text/plain text/html text/xml',
      'SecResponseBodyLimit 524288',
      'SecTmpDir /tmp/',
    ],
    ...['SecDataDir /tmp/', 'SecUploadDir /opt/uploads', 'SecUploadKeepFiles Off', 'SecUploadFileMode 0600'],
    ...['SecDebugLog /opt/debug.log', 'SecDebugLogLevel 3', 'SecAuditEngine RelevantOnly'],
    ...['SecAuditLogRelevantStatus "^(?:5|4(?!04))"', 'SecAuditLogParts ABIJDEFHZ', 'SecAuditLogType Serial'],
    ...[
      'SecAuditLogStorageDir /opt/audit',
      'SecArgumentSeparator &',
      'SecCookieFormat 0',
      'SecStatusEngine On',
    ],
  ];
  const { plan, problems } = load(t, lines.join('\n'));
  t.ok(plan !== null);
  t.same(
    problems.filter(problem => !problem.startsWith('warning: ')),
    [],
  );
  const file = '/usr/share/nginx/docs/modsecurity/modsecurity.conf';
  if (!existsSync(file)) return t.comment(`not there: ${file} (Debian: libnginx-mod-http-modsecurity)`);
  const packaged = readFileSync(file, 'latin1').replace(/^SecUnicodeMapFile .*$/m, '');
  t.same(
    load(t, packaged).problems.filter(problem => !problem.startsWith('warning: ')),
    [],
  );
});

t.test('names are read without regard to case, and a mistyped one is told of', async t => {
  t.same(load(t, 'secruleengine On').problems, []);
  t.match(load(t, 'SecRulEngine On').problems, [
    /unknown directive SecRulEngine; did you mean SecRuleEngine\?/,
  ]);
});
