import type { Address } from '../core/index.js';
import type { AddressText } from './address-text.js';
import { RangeTable, type RangeTableBuilder } from './range-table.js';

/** Where a list says that an address is on it. */
export interface ListEntry {
  /** File of the list, or null when its entries stand in the configuration. */
  readonly file: string | null;
  /** Line of the file, or position among the configuration's entries; from 1. */
  readonly line: number;
  /** The entry as written in the configuration; of a file's entry, the addresses that it holds. */
  readonly text: string;
}

/** A named set of addresses. It never changes: a list that is fetched anew is a new list. */
export class AddressList {
  readonly #v4: RangeTable;
  readonly #v6: RangeTable;

  /** Built by `loadAddressList`. @param written the entries of a list without a file, in order */
  constructor(
    readonly name: string,
    readonly file: string | null,
    readonly written: readonly string[],
    v4: RangeTableBuilder,
    v6: RangeTableBuilder,
    private readonly text: AddressText,
  ) {
    this.#v4 = RangeTable.from(v4);
    this.#v6 = RangeTable.from(v6);
  }

  /** Ranges held, overlapping entries cut to one. */
  get size(): number {
    return this.#v4.size + this.#v6.size;
  }

  contains(address: Address): boolean {
    return (address.family === 4 ? this.#v4 : this.#v6).indexOf(address) >= 0;
  }

  /** Line of the entry that holds the address (position among a configuration's entries), 0 when there is none. */
  lineOf(address: Address): number {
    const table = address.family === 4 ? this.#v4 : this.#v6;
    const index = table.indexOf(address);
    return index < 0 ? 0 : table.lines[index];
  }

  /** The entry that holds the address, for people to read; null when there is none. */
  find(address: Address): ListEntry | null {
    const table = address.family === 4 ? this.#v4 : this.#v6;
    const index = table.indexOf(address);
    if (index < 0) return null;
    const line = table.lines[index];
    const text = this.file === null ? this.written[line - 1] : this.#rangeText(table, index, address.family);
    return { file: this.file, line, text };
  }

  /** The shortest of address, CIDR and `first-last` that says what the table holds. */
  #rangeText(table: RangeTable, index: number, family: 4 | 6): string {
    const from = this.text.formatAddress(addressAt(table.starts, index, family));
    const to = this.text.formatAddress(addressAt(table.ends, index, family));
    if (from === to) return from;
    const bits = family === 4 ? 32 : 128;
    for (let prefix = bits - 1; prefix >= 0; prefix--) {
      const range = this.text.parseRange(`${from}/${prefix}`);
      if (range === null || range.masked) break;
      if (this.text.formatAddress(range.to) === to) return `${from}/${prefix}`;
    }
    return `${from}-${to}`;
  }
}

function addressAt(words: Uint32Array, index: number, family: 4 | 6): Address {
  if (family === 4) return { family, a: 0, b: 0, c: 0, d: words[index] };
  const at = index * 4;
  return { family, a: words[at], b: words[at + 1], c: words[at + 2], d: words[at + 3] };
}
