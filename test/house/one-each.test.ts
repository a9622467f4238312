import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';

/** What the rule language has stands in a file of its own each: directives, variables, operators, transformations, actions. */
const FOLDERS = [
  ['seclang/directives', 'Directive'],
  ['inspect/variables', 'Variable'],
  ['inspect/operators', 'Operator'],
  ['inspect/transformations', 'Transformation'],
  ['inspect/actions', 'Action'],
  ['inspect/actions/ctl', 'CtlOption'],
] as const;

for (const [folder, kind] of FOLDERS) {
  t.test(`src/${folder}: one ${kind.toLowerCase()} a file`, async t => {
    const root = fileURLToPath(new URL(`../../src/${folder}/`, import.meta.url));
    let found = 0;
    for (const name of readdirSync(root).filter(file => file.endsWith('.ts'))) {
      const specs = readFileSync(root + name, 'utf8').match(
        new RegExp(`^export const \\w+: ${kind}(?:Spec)?\\b`, 'gm'),
      );
      t.ok((specs?.length ?? 0) <= 1, name);
      found += specs?.length ?? 0;
    }
    t.ok(found > 5, `${found} of them`);
  });
}
