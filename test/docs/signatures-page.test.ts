/** docs/signatures.md against the shipped rules as they are loaded. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readSignatures, signaturesPage } from '../../scripts/docs/signatures-page.js';
import { TempFolder } from '../support/folder.js';
import { compileRules } from '../support/offline.js';
import { ROOT } from '../support/process.js';

const RULES = join(ROOT, 'rules');

t.test('the page is what `npm run docs:signatures` writes', async t => {
  t.equal(
    readFileSync(join(ROOT, 'docs/signatures.md'), 'utf8'),
    signaturesPage(RULES, join(ROOT, 'test/rules')),
  );
});

t.test('it has every rule that reports, with its level, and ids in the range of its file', async t => {
  const { plan } = compileRules(new TempFolder(t), [join(RULES, '*.conf')]);
  const written = readSignatures(RULES).flatMap(({ name, signatures }) =>
    signatures.map(({ id, message, paranoia }) => ({ id, message, paranoia, range: name.slice(0, 3) })),
  );
  const reporting = [...plan.rulesById.values()].filter(({ tags }) =>
    tags.some(tag => tag.source.startsWith('paranoia-level/')),
  );
  t.same(written.map(({ id }) => id).sort(), reporting.map(({ id }) => id).sort());
  for (const { id, message, paranoia, range } of written) {
    const rule = plan.rulesById.get(id);
    t.equal(rule?.msg.source, message, `${id}`);
    t.ok(rule?.tags.some(({ source }) => source === `paranoia-level/${paranoia}`));
    t.ok(String(id).startsWith(range), `${id} is in the range of its file`);
  }
});
