import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Run from the sources, without a build. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
/** Reads TypeScript where there is no build: a part of development only. */
const LOADER = 'tsx/esm/api';

/**
 * Starts a thread with one of our own modules.
 * @param name path of the module without its extension, e.g. `./list-worker`
 * @param base `import.meta.url` of the module that it is relative to
 */
export function startThread(name: string, base: string, options: WorkerOptions = {}): Worker {
  const entry = new URL(`${name}.${IS_SOURCE ? 'ts' : 'js'}`, base);
  if (!IS_SOURCE) return new Worker(entry, options);
  // On Node 20 a thread does not take over the loader that reads TypeScript.
  const boot = `import(${JSON.stringify(LOADER)}).then(tsx => (tsx.register(), import(${JSON.stringify(entry.href)})))`;
  return new Worker(boot, { ...options, eval: true });
}
