import { parentPort, workerData } from 'node:worker_threads';
import { formatAddress, readAddress, readRange } from '../client/index.js';
import { type Problem, ProblemsError } from '../core/index.js';
import { type AddressList, type ListSource, loadAddressList } from '../gate/index.js';

/** What the thread is given, and what it answers. */
export interface ListTask {
  readonly name: string;
  readonly source: ListSource;
}
export type ListAnswer =
  | { readonly problems: readonly Problem[] }
  | {
      readonly v4: AddressList['tables']['v4']['parts'];
      readonly v6: AddressList['tables']['v6']['parts'];
    };

/** A thread that reads one list: a million entries take long enough to hold up every request of the process. */
function answer({ name, source }: ListTask): ListAnswer {
  try {
    const { tables } = loadAddressList(name, source, { readAddress, readRange, formatAddress });
    return { v4: tables.v4.parts, v6: tables.v6.parts };
  } catch (error) {
    if (error instanceof ProblemsError) return { problems: error.problems };
    throw error;
  }
}

const told = answer(workerData as ListTask);
const columns =
  'problems' in told
    ? []
    : [told.v4, told.v6].flatMap(({ starts, ends, lines }) => [...starts, ...ends, lines]);
parentPort?.postMessage(
  told,
  columns.map(column => column.buffer as ArrayBuffer),
);
