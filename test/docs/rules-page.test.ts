/** docs/rules.md against the program: it is up to date, its examples load, and what it leaves out is refused so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { SECTIONS } from '../../scripts/docs/rules-entries.js';
import { rulesPage } from '../../scripts/docs/rules-page.js';
import { load } from '../support/engine.js';
import { ROOT } from '../support/process.js';

/** Files that examples name. */
const FILES = {
  'blocked.txt': '192.0.2.1\n',
  'scanners.data': 'sqlmap\n',
  'unicode.mapping': '20127 (US-ASCII)\n00e9:65\n',
  'rules/a.conf': '',
};
/** Rules that examples speak of. */
const AROUND = `SecRule ARGS "@rx x" "id:942100,phase:2,pass,msg:'SQL injection',tag:'attack-sqli'"
SecRule ARGS "@rx x" "id:920000,phase:2,pass,msg:'Request Missing a Host Header',tag:'attack-dos'"
`;

t.test('the page is what `npm run docs:rules` writes', async t => {
  t.equal(readFileSync(join(ROOT, 'docs/rules.md'), 'utf8'), rulesPage());
});

for (const { title, entries, leftOut } of SECTIONS) {
  t.test(`${title}: every example loads`, async t => {
    for (const { name, example } of entries) {
      const needsMore = /,chain"$/.test(example) ? '\nSecRule ARGS "@rx x"\n' : '\n';
      const { problems } = load(t, `${example}${needsMore}${AROUND}`, FILES);
      t.same(
        problems.filter(problem => problem.startsWith('error')),
        [],
        `${name}: ${example}`,
      );
    }
    t.ok(entries.length > 10);
  });

  t.test(`${title}: what is left out is an error with the reason`, async t => {
    for (const { name, reason, example } of leftOut) {
      const { problems } = load(t, example);
      const said = reason.replace(' (Off is taken)', '');
      t.ok(
        problems.some(problem => problem.startsWith('error') && problem.endsWith(said)),
        `${name}: ${problems.join(' / ')}`,
      );
    }
  });
}

t.test('names stand once', async t => {
  const names = SECTIONS.flatMap(({ entries, leftOut }) => [...entries, ...leftOut].map(({ name }) => name));
  t.equal(new Set(names).size, names.length);
});
