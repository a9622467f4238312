import type { Reason, Verdict } from '../core/index.js';
import type { AddressText } from './address-text.js';
import type { Caller } from './caller.js';
import type { AddressList, ListEntry } from './list.js';
import { loadAddressList } from './load-list.js';

/** What stands in one `only`, `allow` or `deny`: named lists, and the addresses written there as one list more. */
export class Entries {
  /** As written, in order. */
  readonly names: readonly string[];
  readonly #lists: readonly AddressList[];
  readonly #inline: AddressList | null;
  readonly #listVerdicts: readonly Verdict[];
  readonly #inlineVerdicts: readonly Verdict[];

  private constructor(names: readonly string[], lists: readonly AddressList[], inline: AddressList | null) {
    this.names = names;
    this.#lists = lists;
    this.#inline = inline;
    this.#listVerdicts = lists.map(list => block(list.feed ? 'feed' : 'deny', list.name));
    this.#inlineVerdicts = (inline?.written ?? []).map(text => block('deny', text));
  }

  /**
   * @param field name of the field, for messages
   * @param mistakes collects what is neither the name of a list nor an address
   */
  static compile(
    field: string,
    entries: readonly string[],
    lists: ReadonlyMap<string, AddressList>,
    text: AddressText,
    mistakes: string[],
  ): Entries {
    const words = new Uint32Array(8);
    const named: AddressList[] = [];
    const inline: string[] = [];
    for (const entry of entries) {
      const list = lists.get(entry);
      if (list !== undefined) named.push(list);
      else if (text.readRange(entry, 0, entry.length, words) !== 0) inline.push(entry);
      else mistakes.push(`${field}: "${entry}" is neither a list nor an address or CIDR`);
    }
    const list = inline.length === 0 ? null : loadAddressList(field, { cidrs: inline }, text);
    return new Entries(entries, named, list);
  }

  /** The part that stands in lists fetched from elsewhere. */
  get feeds(): Entries {
    const feeds = this.#lists.filter(list => list.feed);
    return new Entries(
      feeds.map(list => list.name),
      feeds,
      null,
    );
  }

  /** The part that the operator wrote. */
  get own(): Entries {
    const feeds = new Set(this.feeds.names);
    return new Entries(
      this.names.filter(name => !feeds.has(name)),
      this.#lists.filter(list => !list.feed),
      this.#inline,
    );
  }

  contains({ family, words }: Caller): boolean {
    for (let i = 0; i < this.#lists.length; i++) if (this.#lists[i].contains(family, words)) return true;
    return this.#inline?.contains(family, words) ?? false;
  }

  /** The verdict of a `deny`, or null when the address is not in it. Verdicts are made at load. */
  denies({ family, words }: Caller): Verdict | null {
    for (let i = 0; i < this.#lists.length; i++) {
      if (this.#lists[i].contains(family, words)) return this.#listVerdicts[i];
    }
    const line = this.#inline?.lineOf(family, words) ?? 0;
    return line === 0 ? null : this.#inlineVerdicts[line - 1];
  }

  /** The same for people to read: which list, and which entry of it. A list's name, or the entry itself, is `by`. */
  find({ family, words }: Caller): { readonly by: string; readonly entry: ListEntry } | null {
    for (const list of this.#lists) {
      const entry = list.find(family, words);
      if (entry !== null) return { by: list.name, entry };
    }
    const entry = this.#inline?.find(family, words) ?? null;
    return entry === null ? null : { by: entry.text, entry };
  }
}

/** A refusal with 403, made once at load. */
export function block(reason: Reason, by: string): Verdict {
  return Object.freeze({ kind: 'block', status: 403, reason, by });
}
