import { existsSync } from 'node:fs';
import pino from 'pino';
import t from 'tap';
import { loadConfig } from '../../src/config/index.js';
import {
  applyOverrides,
  loadOverrides,
  loadTests,
  nameOf,
  readAuditMatches,
  runOverSockets,
} from '../../src/ftw/index.js';
import { Gateway } from '../../src/gateway/index.js';
import { TempFolder } from '../support/folder.js';
import { CRS4, CRS4_TESTS, ENGINE, OVERRIDES, SETTINGS, skipWithoutCrs4 } from './corpus.js';
import { startReflectingOrigin } from './origin.js';

/** All tests of the release in the corpus: none may go missing unseen. */
const TESTS = 5082;
const MOST_OVERRIDDEN = 20;

t.setTimeout(240_000);

t.test(
  'the regression tests of the Core Rule Set pass over real connections',
  { skip: skipWithoutCrs4 },
  async t => {
    const folder = new TempFolder(t);
    const origin = await startReflectingOrigin(t);
    const audit = folder.file('audit.jsonl');
    const file = folder.write(
      'sekisho.yaml',
      `listen: { http: 127.0.0.1:0, admin: 127.0.0.1:0 }
log: { access: off }
audit: { file: ${audit}, which: all }
rules: [${ENGINE}, ${CRS4}/crs-setup.conf.example, ${SETTINGS}, '${CRS4}/rules/*.conf']
sites:
  - { hosts: ['*'], upstream: 'http://127.0.0.1:${origin}' }
`,
    );
    const overrides = loadOverrides(OVERRIDES);
    const { tests, reasons, unused } = applyOverrides(loadTests([CRS4_TESTS]), overrides);
    t.equal(tests.length, TESTS, 'every test is run');
    t.same(unused, [], 'every override speaks of a test');
    t.ok(
      reasons.size <= MOST_OVERRIDDEN,
      `${reasons.size} tests are overridden, at most ${MOST_OVERRIDDEN} may be`,
    );

    const gateway = await Gateway.start(loadConfig(file), pino({ level: 'silent' }));
    t.teardown(() => gateway.close(200));
    const outcomes = await runOverSockets(tests, {
      host: '127.0.0.1',
      port: gateway.addresses[0].port,
      matches: async () => {
        // Closing writes what waits to be written.
        await gateway.close();
        return existsSync(audit) ? readAuditMatches(audit) : new Map();
      },
    });
    const failed = outcomes.filter(({ wrong }) => wrong.length > 0);
    for (const { test, wrong } of failed) t.comment(`${nameOf(test)}: ${wrong.join('; ')}`);
    t.equal(outcomes.length - failed.length, TESTS, `${failed.length} of ${TESTS} tests failed`);
  },
);
