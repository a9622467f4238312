import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { formatProblem, type Problem, ProblemsError } from '../../src/core/index.js';
import { loadRules } from '../../src/seclang/index.js';
import { type Teardown, TempFolder } from '../support/folder.js';
import { dumpPlan } from './dump.js';

/**
 * Each file of `golden/` holds rule files, each under a line `==== name`, `rules.conf` being the one that is loaded; then
 * `==== problems` with the exact errors and warnings, where there are any; then, where it loads, `==== plan`.
 * After a change that is meant, `npm run golden` writes the last two anew: read the difference before it is committed.
 */
const golden = new URL('golden/', import.meta.url);
const rewrites = process.env['SEKISHO_GOLDEN'] === 'write';
const names = readdirSync(golden).filter(name => name.endsWith('.txt'));

t.ok(names.length >= 20, `${names.length} files`);

for (const name of names) {
  t.test(name, t => {
    // Latin-1, so that a file may hold bytes that are no UTF-8.
    const content = readFileSync(new URL(name, golden), 'latin1');
    const { input, files } = parts(content);
    const output = load(t, files);
    const bytes = Buffer.concat([Buffer.from(input, 'latin1'), Buffer.from(output, 'utf8')]);
    if (rewrites) writeFileSync(new URL(name, golden), bytes);
    const expected = Buffer.from(content.slice(input.length), 'latin1').toString('utf8');
    t.strictSame(output.split('\n'), (rewrites ? output : expected).split('\n'));
    t.end();
  });
}

/** `\r` at a line's end is written `<CR>`, a byte order mark `<BOM>`: editors would not keep them. */
function parts(content: string): { input: string; files: Map<string, string> } {
  const end = content.search(/^==== (?:problems|plan)$/m);
  const input = end < 0 ? content : content.slice(0, end);
  const split = input.split(/^==== (.*)\n/m).slice(1);
  const files = new Map<string, string>();
  for (let i = 0; i < split.length; i += 2) {
    files.set(split[i], split[i + 1].replaceAll('<CR>\n', '\r\n').replace('<BOM>', '\xef\xbb\xbf'));
  }
  return { input, files };
}

function load(t: Teardown, files: ReadonlyMap<string, string>): string {
  const folder = new TempFolder(t);
  for (const [name, content] of files) folder.write(name, Buffer.from(content, 'latin1'));
  const nameOf = (file: string): string => path.relative(folder.path, file);
  const list = (problems: readonly Problem[]): string[] =>
    problems.length === 0
      ? []
      : [
          '==== problems',
          ...problems.map(problem => formatProblem(problem).replaceAll(`${folder.path}/`, '')),
        ];
  try {
    const { plan, warnings } = loadRules([folder.file('rules.conf')]);
    return `${[...list(warnings), '==== plan', ...dumpPlan(plan, nameOf)].join('\n')}\n`;
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return `${list(error.problems).join('\n')}\n`;
  }
}
