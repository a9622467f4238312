#!/usr/bin/env node
/**
 * Builds node-tap's Test class without the plugins that `.taprc` leaves out, unless that was done since node_modules was
 * installed. Without it the first run of `tap` loads them and every test file of that run fails.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = path => fileURLToPath(new URL(`../${path}`, import.meta.url));
const built = at('node_modules/@tapjs/test/test-built/dist/esm/index.js');
const leftOut = [...readFileSync(at('.taprc'), 'utf8').matchAll(/"!(@[^"]+)"/g)].map(([, name]) => name);

const isBuilt = () => {
  if (!existsSync(built)) return false;
  const text = readFileSync(built, 'utf8');
  return leftOut.every(name => !text.includes(`from '${name}'`) && !text.includes(`from "${name}"`));
};

if (!isBuilt()) execFileSync(at('node_modules/.bin/tap'), ['build'], { cwd: at('.'), stdio: 'ignore' });
if (!isBuilt()) {
  console.error('tap could not be built without its TypeScript plugin; `npx tap build` says why');
  process.exitCode = 1;
}
