import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** Folders of the steps: what is on the way of a request. */
const STEPS = ['listen', 'client', 'gate', 'parse', 'inspect', 'decide', 'forward', 'respond', 'observe'];

/** What a folder may import besides `core` and itself; a folder that is not named here may import nothing else. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  seclang: ['inspect'],
  // Beside the way.
  config: [],
  state: ['inspect'],
  fetch: [],
  notify: [],
  stream: [],
  admin: [],
  supervise: ['config', 'observe', 'admin'],
};

/** Where the steps are put together: they may import any of them. */
const COMPOSITIONS = new Set(['pipeline', 'gateway', 'cli', 'replay', 'ftw', 'demo']);

/** Packages that may be used in some places only. */
const PACKAGES: Readonly<Record<string, (file: string) => boolean>> = {
  re2: file => file === 'inspect/regex/re2.ts',
  fastify: file => HTTP_FOLDERS.has(folderOf(file)),
  undici: file => HTTP_FOLDERS.has(folderOf(file)),
  '@fastify': file => HTTP_FOLDERS.has(folderOf(file)),
  'prom-client': file => file.startsWith('observe/metrics/'),
  zod: file => ['config', 'ftw'].includes(folderOf(file)),
  yaml: file => ['config', 'ftw'].includes(folderOf(file)),
  commander: file => folderOf(file) === 'cli',
};
const HTTP_FOLDERS = new Set(['listen', 'forward', 'respond', 'decide', 'fetch', 'admin']);

/** Longest file, in lines. */
const LONGEST = 300;
/** Files that may be longer, each with the reason. */
const LONGER: Readonly<Record<string, string>> = {
  'inspect/detectors/sql/lexer.ts': 'one switch over the signs that begin a token',
  'inspect/regex/parse.ts': 'one table of what may stand in a pattern',
};

interface Import {
  /** Path under src. */
  readonly file: string;
  readonly line: number;
  /** Path under src for one of our own files, else the package's name. */
  readonly target: string;
  readonly own: boolean;
}

/** `core` of `core/site.ts`; a file that stands in src itself belongs to the folder of its name (`pipeline.ts`). */
function folderOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path.replace(/\.ts$/, '') : path.slice(0, slash);
}

/** The text without comments, so that prose about imports does not count. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, comment => comment.replace(/[^\n]/g, ' '))
    .replace(/^\s*\/\/.*$/gm, '');
}

const SPECIFIER = /(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+|\brequire\s*\(\s*)(['"`])([^'"`\n]+)\1/gm;

function importsOf(file: string): Import[] {
  const text = withoutComments(readFileSync(join(SRC, file), 'utf8'));
  const found: Import[] = [];
  for (const match of text.matchAll(SPECIFIER)) {
    const [, , specifier] = match;
    const line = text.slice(0, match.index).split('\n').length;
    if (specifier.startsWith('.')) {
      const target = relative(SRC, join(SRC, dirname(file), specifier)).replace(/\.js$/, '.ts');
      found.push({ file, line, target, own: true });
    } else if (!specifier.startsWith('node:') && !builtinModules.includes(specifier)) {
      const [scope] = specifier.split('/');
      found.push({ file, line, target: scope, own: false });
    } else if (!specifier.startsWith('node:'))
      found.push({ file, line, target: `bare ${specifier}`, own: false });
  }
  return found;
}

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .sort();
const IMPORTS = FILES.flatMap(importsOf);
const OWN = IMPORTS.filter(entry => entry.own);

const show = ({ file, line, target }: Import): string => `src/${file}:${line} imports ${target}`;

t.test('the test reads what is there', async t => {
  t.ok(FILES.length > 200, `${FILES.length} files`);
  t.ok(OWN.length > 500, `${OWN.length} imports between them`);
  for (const step of STEPS)
    t.ok(
      FILES.some(file => folderOf(file) === step),
      `src/${step} has files`,
    );
  const missing = OWN.filter(({ target }) => !FILES.includes(target));
  t.strictSame(missing.map(show), [], 'every import of our own is a file there is');
  t.strictSame(
    IMPORTS.filter(({ target }) => target.startsWith('bare ')).map(show),
    [],
    'node modules are written node:',
  );
});

t.test('core imports nothing outside itself', async t => {
  const outside = IMPORTS.filter(
    ({ file, target, own }) => folderOf(file) === 'core' && !(own && folderOf(target) === 'core'),
  );
  t.strictSame(outside.map(show), []);
});

t.test('a folder imports core, itself, and what it may', async t => {
  const wrong = OWN.filter(({ file, target }) => {
    const from = folderOf(file);
    const to = folderOf(target);
    return from !== to && to !== 'core' && !COMPOSITIONS.has(from) && !(ALSO[from] ?? []).includes(to);
  });
  t.strictSame(wrong.map(show), []);
});

t.test('every folder of src has its place here', async t => {
  const known = new Set(['core', ...STEPS, ...Object.keys(ALSO), ...COMPOSITIONS]);
  t.strictSame(
    [...new Set(FILES.map(folderOf))].filter(folder => !known.has(folder)),
    [],
  );
});

t.test('packages stay where they belong', async t => {
  const wrong = IMPORTS.filter(
    ({ file, target, own }) => !own && PACKAGES[target] !== undefined && !PACKAGES[target](file),
  );
  t.strictSame(wrong.map(show), []);
  t.ok(
    IMPORTS.some(({ target }) => target === 're2'),
    're2 is imported somewhere',
  );
});

t.test('only packages that are declared', async t => {
  const manifest = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8'));
  const scopes = new Set(Object.keys(manifest.dependencies).map(name => name.split('/')[0]));
  const undeclared = IMPORTS.filter(({ target, own }) => !own && !scopes.has(target));
  t.strictSame(undeclared.map(show), []);
});

t.test('no import cycles between folders', async t => {
  const edges = new Map<string, Set<string>>();
  for (const { file, target } of OWN) {
    // pipeline.ts and pipeline/ are one, and gateway holds the type of what runs.
    const from = folderOf(file);
    const to = folderOf(target);
    if (from === to || (COMPOSITIONS.has(from) && COMPOSITIONS.has(to))) continue;
    edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  t.strictSame(cyclesOf(edges), []);
});

/** Each cycle once, as `a > b > a`. */
function cyclesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node);
    if (at >= 0) {
      cycles.push([...trail.slice(at), node].join(' > '));
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return cycles;
}

t.test('the search for cycles finds one', async t => {
  const edges = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c', 'd'])],
    ['c', new Set(['a'])],
  ]);
  t.strictSame(cyclesOf(edges), ['a > b > c > a']);
});

t.test(`files have at most ${LONGEST} lines`, async t => {
  const long = FILES.map(file => ({
    file,
    lines: readFileSync(join(SRC, file), 'utf8').split('\n').length - 1,
  }))
    .filter(({ file, lines }) => lines > LONGEST && LONGER[file] === undefined)
    .map(({ file, lines }) => `src/${file} has ${lines}`);
  t.strictSame(long, []);
  for (const file of Object.keys(LONGER)) t.ok(FILES.includes(file), `${file} is still there`);
});
