#!/usr/bin/env node
/**
 * Starts the built program as a user would and looks at what it does: `node scripts/smoke.mjs`, after a build.
 *
 * The demo must answer a harmless page, block an attack with a request id, count it in its metrics, pass its health check
 * and end with 0 on SIGTERM; every example configuration must pass `check`. Exits with 1 and the reason at the first
 * thing that is not so.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const at = path => fileURLToPath(new URL(`../${path}`, import.meta.url));
const program = at('dist/cli/main.js');
const PATIENCE = 60_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return String(port);
}

async function get(url) {
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  return { status: response.status, id: response.headers.get('x-request-id'), text: await response.text() };
}

/** Resolves when the demo has said what to try. */
function introduced(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', chunk => {
      said += chunk;
      if (said.includes('Ctrl+C')) resolve();
    });
    child.on('exit', code => reject(new Error(`the demo ended with ${code} before it was ready: ${said}`)));
    setTimeout(() => reject(new Error(`the demo was not ready in time: ${said}`)), PATIENCE).unref();
  });
}

for (const file of readdirSync(at('examples')).filter(name => name.endsWith('.yaml'))) {
  const said = execFileSync(process.execPath, [program, 'check', '--config', at(`examples/${file}`)]);
  process.stdout.write(said);
}

const [port, adminPort] = [await freePort(), await freePort()];
const child = spawn(process.execPath, [program, 'demo', '--port', port, '--admin-port', adminPort], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await introduced(child);
  const page = await get(`http://127.0.0.1:${port}/`);
  assert.equal(page.status, 200);
  assert.match(page.text, /<form/);
  const search = await get(`http://127.0.0.1:${port}/search?q=green+tea`);
  assert.equal(search.status, 200);
  const attack = await get(`http://127.0.0.1:${port}/search?q=%3Cscript%3Ealert(1)%3C/script%3E`);
  assert.equal(attack.status, 403, 'the attack passed');
  const { text: metrics } = await get(`http://127.0.0.1:${adminPort}/metrics`);
  assert.match(metrics, /^sekisho_/m);
  execFileSync(process.execPath, [at('scripts/healthcheck.mjs')], {
    env: { ...process.env, SEKISHO_HEALTH_URL: `http://127.0.0.1:${adminPort}/healthz` },
    stdio: 'inherit',
  });
  child.removeAllListeners('exit');
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code, signal] = await ended;
  assert.equal(code, 0, `the demo ended with ${code ?? signal} on SIGTERM`);
  console.log(`smoke: the built program works on Node.js ${process.version}`);
} finally {
  child.kill('SIGKILL');
}
