/** The image cannot be built everywhere; what its Dockerfile names can be looked at everywhere. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ROOT } from '../support/process.js';

interface Instruction {
  readonly name: string;
  readonly words: readonly string[];
}

/** The instructions of a Dockerfile, with comments gone and continued lines joined. */
function parse(text: string): Instruction[] {
  return text
    .replaceAll(/^\s*#.*$/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const [name, ...words] = line.trim().split(/\s+/);
      return { name: name!, words };
    });
}

const dockerfile = parse(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const of = (name: string) => dockerfile.filter(instruction => instruction.name === name);
const copies = of('COPY').map(({ words }) => ({
  from: words.find(word => word.startsWith('--from='))?.slice(7),
  sources: words.filter(word => !word.startsWith('--')).slice(0, -1),
}));
const ignore = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');

t.test('every path that is copied exists, and is let into the build', async t => {
  const paths = copies.filter(({ from }) => from === undefined).flatMap(({ sources }) => sources);
  t.ok(paths.length > 10);
  for (const path of paths) {
    t.ok(existsSync(join(ROOT, path)), `${path} exists`);
    t.ok(ignore.includes(`!${path.split('/')[0]}`), `${path} is let in by .dockerignore`);
  }
  t.ok(ignore.includes('*'), 'and nothing else is');
});

t.test('what is copied from the first stage is what its scripts make', async t => {
  const made = copies.filter(({ from }) => from === 'build').flatMap(({ sources }) => sources);
  t.strictSame(made.sort(), ['/app/dist/', '/app/node_modules/']);
});

t.test('every step is a script that can be executed, and that CI runs too', async t => {
  const ci = readFileSync(join(ROOT, '.ci/run'), 'utf8');
  const scripts = of('RUN').map(({ words }) => words[0]!);
  t.ok(scripts.length >= 4);
  for (const script of scripts) {
    t.match(script, /^scripts\/[a-z-]+\.sh$/);
    t.doesNotThrow(() => accessSync(join(ROOT, script), constants.X_OK), `${script} can be executed`);
    t.ok(ci.includes(script), `${script} is run by .ci/run`);
  }
});

t.test(
  'the program is not root, tells its health with Node.js alone, and is found where it is started',
  async t => {
    t.strictSame(of('USER').at(-1)?.words, ['node']);
    t.strictSame(of('EXPOSE').at(-1)?.words, ['80', '443', '9145']);
    const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    const health = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(text)?.[1] ?? '[]';
    t.strictSame(JSON.parse(health), ['node', '/app/scripts/healthcheck.mjs']);
    t.ok(statSync(join(ROOT, 'scripts/healthcheck.mjs')).isFile());
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const entry = /^ENTRYPOINT (\[.*\])$/m.exec(text)?.[1] ?? '[]';
    t.strictSame(JSON.parse(entry), ['node', `/app/${bin.sekisho}`]);
  },
);
