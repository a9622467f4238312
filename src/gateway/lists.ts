import { formatAddress, readAddress, readRange } from '../client/index.js';
import { type ListConfig, statOf } from '../config/index.js';
import { type Problem, Problems } from '../core/index.js';
import { type AddressList, loadAddressList } from '../gate/index.js';
import { collect } from './problems.js';

/** The one reader of addresses, handed to the gate. */
export const ADDRESS_TEXT = { readAddress, readRange, formatAddress };

interface Kept {
  readonly key: string;
  readonly list: AddressList;
  readonly warnings: readonly Problem[];
}

const kept = new Map<string, Kept>();
let last: ReadonlyMap<string, AddressList> = new Map();

/**
 * Loads lists; one with a mistake is left out, and the mistakes are reported. A list whose source has not changed is the one that
 * was loaded before, and so is the map when all are.
 */
export function loadLists(
  configs: readonly ListConfig[],
  problems: Problems,
): ReadonlyMap<string, AddressList> {
  const lists = new Map<string, AddressList>();
  for (const config of configs) {
    const found = listOf(config, problems);
    if (found === null) continue;
    problems.list.push(...found.warnings);
    lists.set(config.name, found.list);
  }
  for (const name of kept.keys()) if (!lists.has(name)) kept.delete(name);
  const isSame = lists.size === last.size && [...lists].every(([name, list]) => last.get(name) === list);
  if (!isSame) last = lists;
  return last;
}

function listOf({ name, source }: ListConfig, problems: Problems): Kept | null {
  // Before it is read: a change in between must show.
  const key = 'cidrs' in source ? JSON.stringify(source.cidrs) : `${source.file} ${statOf(source.file)}`;
  const before = kept.get(name);
  if (before?.key === key) return before;
  const own = new Problems();
  const list = collect(problems, () => loadAddressList(name, source, ADDRESS_TEXT, own));
  // An error has brought the warnings before it along.
  if (list === null) return null;
  const loaded = { key, list, warnings: own.list };
  kept.set(name, loaded);
  return loaded;
}
