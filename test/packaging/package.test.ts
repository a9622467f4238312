/** What `npm pack` makes: the right files in it, and a program that runs with nothing but what it says it depends on. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { TempFolder } from '../support/folder.js';
import { ROOT } from '../support/process.js';

const NOT_COPIED = /^(node_modules|dist|\.git|\.tap|bench)$/;
const folder = new TempFolder(t);
/** What precedes a command so that the loaders that the test runner puts on every process stay away from it. */
const PLAIN = ['-u', 'NODE_OPTIONS'];

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** Packs a copy of the tree: the `dist` of the tree itself may be running. */
function pack(): Packed {
  const copy = folder.file('tree');
  cpSync(ROOT, copy, {
    recursive: true,
    filter: source => !NOT_COPIED.test(source.slice(ROOT.length).replace(/^\//, '')),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const command = ['npm', 'pack', '--json', '--silent', '--pack-destination', folder.path];
  const said = execFileSync('env', [...PLAIN, ...command], {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return JSON.parse(said.slice(said.indexOf('[')))[0] as Packed;
}

/** Unpacks it as an installation would, beside links to its direct dependencies and to nothing else. */
function install(packed: Packed): string {
  const modules = folder.file('installed/node_modules');
  const home = join(modules, 'sekisho');
  mkdirSync(home, { recursive: true });
  const archive = gunzipSync(readFileSync(folder.file(packed.filename)));
  execFileSync('tar', ['-xf', '-', '-C', home, '--strip-components=1'], { input: archive });
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  return home;
}

const packed = pack();
const paths = packed.files.map(({ path }) => path);
const home = install(packed);
const sekisho = (...args: string[]) =>
  spawnSync('env', [...PLAIN, process.execPath, join(home, 'dist/cli/main.js'), ...args], {
    cwd: folder.path,
    encoding: 'utf8',
  });

t.test('the package holds what a user needs', async t => {
  const wanted = [
    'package.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'sekisho.schema.json',
    'dist/cli/main.js',
    'dist/pipeline.js',
    'dist/demo/index.js',
    'geoip/README.md',
    'geoip/install.mjs',
    'examples/sekisho.yaml',
    'examples/lists/scanners.txt',
  ];
  for (const path of wanted) t.ok(paths.includes(path), path);
  t.ok(
    paths.some(path => /^rules\/\d+-[a-z]+\.conf$/.test(path)),
    'rules',
  );
  t.ok(
    paths.some(path => /^docs\/.+\.md$/.test(path)),
    'docs',
  );
});

t.test('and nothing else', async t => {
  const known =
    /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|sekisho\.schema\.json|(dist|rules|geoip|examples|docs|ops)\/.+|test\/rules\/[\w-]+\.yaml)$/;
  t.strictSame(
    paths.filter(path => !known.test(path)),
    [],
  );
  t.strictSame(
    paths.filter(path =>
      /\.(test|spec)\.|\.map$|\.tgz$|\.mmdb$|^src\/|^test\/(?!rules\/[\w-]+\.yaml$)|\.key$|\.pem$/.test(path),
    ),
    [],
  );
});

t.test('what the package names as its commands is there and can be executed', async t => {
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  t.strictSame(Object.keys(bin), ['sekisho']);
  t.ok(existsSync(join(home, bin.sekisho)));
  t.match(readFileSync(join(home, bin.sekisho), 'utf8'), /^#!\/usr\/bin\/env node\n/);
  t.equal(packed.files.find(({ path }) => path === bin.sekisho)!.mode & 0o111, 0o111);
});

t.test('the lockfile names no registry, and every package in it has a version and a checksum', async t => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<
      string,
      { version?: string; integrity?: string; resolved?: string; optionalDependencies?: object }
    >;
  };
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '') continue;
    if (!entry.version || !entry.integrity || entry.resolved !== undefined) t.fail(path, { found: entry });
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      if (!places.some(place => place in packages))
        t.fail(`${path} may need ${name}, which is not in the lockfile`);
    }
  }
  t.ok(Object.keys(packages).length > 100);
});

t.test(
  'installed, it says its version and checks the example configurations with the rules it brings',
  async t => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    t.equal(sekisho('--version').stdout, `${version}\n`);
    for (const name of ['sekisho.yaml', 'hosting-jp.yaml']) {
      const { status, stdout, stderr } = sekisho('check', '--config', join(home, 'examples', name));
      t.equal(status, 0, stderr);
      t.match(stdout, /: ok, \d+ sites?, \d+ lists?, [1-9]\d+ rules/);
    }
  },
);
