import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUILD } from './measure/child.js';

/** Compiles the gateway and the benchmark's programs as they would be published: a loader would slow down what is measured. */
export function build(): void {
  const project = fileURLToPath(new URL('tsconfig.json', import.meta.url));
  const compiler = fileURLToPath(new URL('../node_modules/.bin/tsc', import.meta.url));
  mkdirSync(BUILD, { recursive: true });
  // Marks the files as modules, and tells the gateway its version.
  copyFileSync(new URL('../package.json', import.meta.url), `${BUILD}package.json`);
  const { status } = spawnSync(compiler, ['-p', project], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the compiler found mistakes');
}
