import type { AddressText } from './address-text.js';
import { RangeTable } from './range-table.js';
import type { RangeTableBuilder } from './range-table-builder.js';

/** Where a list says that an address is on it. */
export interface ListEntry {
  /** File of the list, or null when its entries stand in the configuration. */
  readonly file: string | null;
  /** Line of the file, or position among the configuration's entries; from 1. */
  readonly line: number;
  /** The entry as written in the configuration; of a file's entry, the addresses that it holds. */
  readonly text: string;
}

/** The two tables of a list. */
export interface ListTables {
  readonly v4: RangeTable;
  readonly v6: RangeTable;
}

/** A named set of addresses. It never changes: a list that is fetched anew is a new list. */
export class AddressList {
  /**
   * @param file that its entries stand in; null: in the configuration
   * @param written the entries of a list without a file, in order
   * @param feed whether it is fetched from elsewhere: a feed is asked after the operator's own lists
   */
  constructor(
    readonly name: string,
    readonly file: string | null,
    readonly written: readonly string[],
    readonly tables: ListTables,
    private readonly text: AddressText,
    readonly feed = false,
  ) {}

  /** The list of what two builders collected. */
  static from(
    name: string,
    file: string | null,
    written: readonly string[],
    v4: RangeTableBuilder,
    v6: RangeTableBuilder,
    text: AddressText,
    feed = false,
  ): AddressList {
    return new AddressList(
      name,
      file,
      written,
      { v4: RangeTable.from(v4), v6: RangeTable.from(v6) },
      text,
      feed,
    );
  }

  /** The same list, known to stand in another file: where it was put after it was read. */
  inFile(file: string): AddressList {
    return new AddressList(this.name, file, this.written, this.tables, this.text, this.feed);
  }

  /** Ranges held, overlapping entries cut to one. */
  get size(): number {
    return this.tables.v4.size + this.tables.v6.size;
  }

  /** @param words four, most significant first */
  contains(family: 4 | 6, words: Uint32Array): boolean {
    return (family === 4 ? this.tables.v4 : this.tables.v6).indexOf(words) >= 0;
  }

  /** Line of the entry that holds the address (position among a configuration's entries), 0 when there is none. */
  lineOf(family: 4 | 6, words: Uint32Array): number {
    const table = family === 4 ? this.tables.v4 : this.tables.v6;
    const index = table.indexOf(words);
    return index < 0 ? 0 : table.lineAt(index);
  }

  /** The entry that holds the address, for people to read; null when there is none. */
  find(family: 4 | 6, words: Uint32Array): ListEntry | null {
    const table = family === 4 ? this.tables.v4 : this.tables.v6;
    const index = table.indexOf(words);
    if (index < 0) return null;
    const line = table.lineAt(index);
    const text = this.file === null ? this.written[line - 1] : this.#rangeText(table, index, family);
    return { file: this.file, line, text };
  }

  /** The shortest of address, CIDR and `first-last` that says what the table holds. */
  #rangeText(table: RangeTable, index: number, family: 4 | 6): string {
    const from = this.#textAt(table.starts, index, family);
    const to = this.#textAt(table.ends, index, family);
    if (from === to) return from;
    const range = new Uint32Array(8);
    const words = new Uint32Array(4);
    this.text.readAddress(to, 0, to.length, words, 0);
    for (let prefix = (family === 4 ? 32 : 128) - 1; prefix >= 0; prefix--) {
      const cidr = `${from}/${prefix}`;
      if (this.text.readRange(cidr, 0, cidr.length, range) < 0) break;
      if (words.every((word, i) => word === range[i + 4])) return cidr;
    }
    return `${from}-${to}`;
  }

  #textAt(columns: readonly Uint32Array[], index: number, family: 4 | 6): string {
    if (family === 4) return this.text.formatAddress({ family, a: 0, b: 0, c: 0, d: columns[0][index] });
    const [a, b, c, d] = columns.map(column => column[index]);
    return this.text.formatAddress({ family, a, b, c, d });
  }
}
