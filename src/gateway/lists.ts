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

/** The lists that were loaded last. */
export class ListCache {
  readonly #kept = new Map<string, Kept>();
  #last: ReadonlyMap<string, AddressList> = new Map();

  /**
   * Loads lists; one with a mistake is left out, and the mistakes are reported. A list whose source has not changed is the one that
   * was loaded before, and so is the map when all are.
   */
  load(configs: readonly ListConfig[], problems: Problems): ReadonlyMap<string, AddressList> {
    const lists = new Map<string, AddressList>();
    for (const config of configs) {
      const found = this.#listOf(config, problems);
      if (found === null) continue;
      problems.list.push(...found.warnings);
      lists.set(config.name, found.list);
    }
    for (const name of this.#kept.keys()) if (!lists.has(name)) this.#kept.delete(name);
    const last = this.#last;
    const isSame = lists.size === last.size && [...lists].every(([name, list]) => last.get(name) === list);
    if (!isSame) this.#last = lists;
    return this.#last;
  }

  /**
   * Takes a list that was loaded elsewhere.
   * @param stat of its file, before it was read @param all the lists in force, with this one
   */
  seed(
    { name, source }: ListConfig,
    list: AddressList,
    stat: string,
    all: ReadonlyMap<string, AddressList>,
  ): void {
    this.#kept.set(name, { key: keyOf(source, stat), list, warnings: [] });
    this.#last = all;
  }

  #listOf({ name, source }: ListConfig, problems: Problems): Kept | null {
    // Before it is read: a change in between must show.
    const key = keyOf(source, 'cidrs' in source ? '' : statOf(source.file));
    const before = this.#kept.get(name);
    if (before?.key === key) return before;
    const own = new Problems();
    const list = collect(problems, () => loadAddressList(name, source, ADDRESS_TEXT, own));
    // An error has brought the warnings before it along.
    if (list === null) return null;
    const loaded = { key, list, warnings: own.list };
    this.#kept.set(name, loaded);
    return loaded;
  }
}

/** What a list is loaded from: while it stays the same, so does the list. */
function keyOf(source: ListConfig['source'], stat: string): string {
  return `${JSON.stringify(source)} ${stat}`;
}
