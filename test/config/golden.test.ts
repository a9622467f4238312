import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { Folder } from './folder.js';

/**
 * Each file of `cases/` holds files, each under a line `==== name`, the configuration as `sekisho.yaml`; then, under
 * `==== problems`, the exact lines that loading it reports (none: it loads without a word).
 */
const cases = new URL('cases/', import.meta.url);
const names = readdirSync(cases).filter(name => name.endsWith('.txt'));

t.ok(names.length >= 10, `${names.length} cases`);

for (const name of names) {
  t.test(name, t => {
    const folder = new Folder(t);
    const parts = readFileSync(new URL(name, cases), 'utf8')
      .split(/^==== (.*)\n/m)
      .slice(1);
    const files = new Map<string, string>();
    for (let i = 0; i < parts.length; i += 2) files.set(parts[i], parts[i + 1]);
    const yaml = files.get('sekisho.yaml');
    const expected = files.get('problems');
    if (yaml === undefined || expected === undefined) throw new Error(`${name} lacks a part`);
    for (const [file, content] of files) if (file !== 'problems') folder.write(file, content);
    t.same(folder.problems(yaml), expected.split('\n').filter(Boolean));
    t.end();
  });
}
