import { formatAddress, readAddress, readRange } from '../client/index.js';
import { ProblemsError } from '../core/index.js';
import { AddressList, type ListSource, RangeTable } from '../gate/index.js';
import type { ListAnswer, ListTask } from './list-worker.js';
import { startThread } from './start-thread.js';

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
    const worker = startThread('./list-worker', import.meta.url, { workerData: task });
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
