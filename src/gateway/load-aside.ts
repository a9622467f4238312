import { Worker } from 'node:worker_threads';
import { formatAddress, readAddress, readRange } from '../client/index.js';
import { ProblemsError } from '../core/index.js';
import { AddressList, type ListSource, RangeTable } from '../gate/index.js';
import type { ListAnswer, ListTask } from './list-worker.js';

/** Run from the sources, without a build. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
/** Reads TypeScript where there is no build: a part of development only. */
const LOADER = 'tsx/esm/api';
const ENTRY = new URL(`./list-worker.${IS_SOURCE ? 'ts' : 'js'}`, import.meta.url);

function startThread(workerData: ListTask): Worker {
  if (!IS_SOURCE) return new Worker(ENTRY, { workerData });
  // On Node 20 a thread does not take over the loader that reads TypeScript.
  const boot = `import(${JSON.stringify(LOADER)}).then(tsx => (tsx.register(), import(${JSON.stringify(ENTRY.href)})))`;
  return new Worker(boot, { workerData, eval: true });
}

/**
 * Loads a list from a file in a thread of its own, so that the event loop goes on meanwhile.
 * @throws ProblemsError as `loadAddressList` does
 */
export async function loadAside(
  name: string,
  source: Extract<ListSource, { file: string }>,
): Promise<AddressList> {
  const task: ListTask = { name, source };
  const answer = await new Promise<ListAnswer>((resolve, reject) => {
    const worker = startThread(task);
    worker.once('message', resolve).once('error', reject);
    worker.once('exit', code =>
      reject(new Error(`the thread that reads the list ${name} ended with ${code}`)),
    );
  });
  if ('problems' in answer) throw new ProblemsError(answer.problems);
  const tables = { v4: RangeTable.of(answer.v4), v6: RangeTable.of(answer.v6) };
  const text = { readAddress, readRange, formatAddress };
  return new AddressList(name, source.file, [], tables, text, source.feed === true);
}
