#!/usr/bin/env node
/**
 * Exits with 0 when the gateway answers `/healthz` on its admin listener, else with 1 and the reason.
 * SEKISHO_HEALTH_URL names another address than the default one.
 */
const url = process.env.SEKISHO_HEALTH_URL ?? 'http://127.0.0.1:9145/healthz';

try {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
} catch (error) {
  console.error(`${url}: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
