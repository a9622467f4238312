import { existsSync, readFileSync, statSync } from 'node:fs';
import { Problems, ProblemsError } from '../core/index.js';
import type { AddressText } from './address-text.js';
import { Columns } from './columns.js';
import { AddressList } from './list.js';
import { RangeTableBuilder } from './range-table-builder.js';
import { MAX_ENTRIES } from './sort.js';

export type ListSource =
  | { readonly cidrs: readonly string[] }
  | {
      readonly file: string;
      /** Which column holds the entries: its number from 1, or its name in the first line. Default: lines without columns. */
      readonly column?: number | string | null;
      readonly separator?: string;
      /** True when the file is a copy of one that is fetched: it may be missing, and the list is then empty. */
      readonly feed?: boolean;
    };

/** Largest list file, in bytes: above what MAX_ENTRIES lines of IPv6 ranges need. */
const MAX_FILE_SIZE = 256 * 1024 * 1024;
/** A file of another kind would fill the screen; its first lines tell as much. */
const MAX_PROBLEMS = 100;
const EXPECTED =
  'an address such as 192.0.2.1 (no leading zeros), a CIDR such as 192.0.2.0/24, or a range such as 192.0.2.1-192.0.2.9';

/**
 * Loads a list: entries of the configuration, or a file with one address, CIDR or `first-last` a line. In a file `#` and
 * `;` begin a comment, blank lines are skipped, and lines end in LF or CRLF (the `netset` files of public feeds and
 * Spamhaus DROP read as they are).
 * @param problems collects what is odd but clear (host bits set in a CIDR: the whole network is meant). Without it
 * warnings are dropped.
 * @throws ProblemsError with file, line and column of each entry that cannot be read (the configuration knows the places
 * of its own entries better: there, `file` is the list's name and `line` the position); when the file is unreadable or
 * too large. A list with a mistake is not loaded at all: which addresses it should hold is then unknown.
 */
export function loadAddressList(
  name: string,
  source: ListSource,
  text: AddressText,
  problems: Problems = new Problems(),
): AddressList {
  const loader = new Loader(text);
  if ('cidrs' in source) {
    const place = `list ${name}`;
    for (let i = 0; i < source.cidrs.length; i++) {
      const entry = source.cidrs[i];
      if (!loader.add(entry, 0, entry.length, place, i + 1, 1)) break;
    }
  } else {
    readLines(source, loader);
  }
  for (const problem of loader.problems.list) problems.list.push(problem);
  loader.problems.throwIfErrors();
  const [file, written] = 'cidrs' in source ? [null, source.cidrs] : [source.file, []];
  const feed = 'file' in source && source.feed === true;
  return AddressList.from(name, file, written, loader.v4, loader.v6, text, feed);
}

class Loader {
  readonly problems = new Problems();
  readonly v4 = new RangeTableBuilder(1);
  readonly v6 = new RangeTableBuilder(4);
  readonly #words = new Uint32Array(8);

  constructor(private readonly text: AddressText) {}

  /** Adds the entry `text[start, end)`. @returns false when there is no use in reading on */
  add(text: string, start: number, end: number, file: string, line: number, column: number): boolean {
    const found = this.text.readRange(text, start, end, this.#words);
    if (found === 0) {
      this.problems.error({ file, line, column }, `found ${quote(text.slice(start, end))}`, EXPECTED);
      return this.#roomFor(this.problems.list.length, MAX_PROBLEMS, 'mistakes', file, line);
    }
    if (found < 0 && this.problems.list.length < MAX_PROBLEMS / 2) {
      this.#warnMasked(text.slice(start, end), found === -4 ? 4 : 6, file, line, column);
    }
    (found === 4 || found === -4 ? this.v4 : this.v6).add(this.#words, line);
    return this.#roomFor(this.v4.count + this.v6.count - 1, MAX_ENTRIES, 'entries', file, line);
  }

  #roomFor(count: number, limit: number, what: string, file: string, line: number): boolean {
    if (count < limit) return true;
    this.problems.error(
      { file, line, column: 1 },
      `more than ${limit} ${what}: reading stopped here`,
      'a smaller list',
    );
    return false;
  }

  #warnMasked(entry: string, family: 4 | 6, file: string, line: number, column: number): void {
    const [a, b, c, d] = this.#words;
    const network = this.text.formatAddress({ family, a, b, c, d });
    this.problems.warning(
      { file, line, column },
      `${quote(entry)} has host bits set: the whole network from ${network} is meant`,
      `${network} before the slash, or the address without a prefix`,
    );
  }
}

function readLines(source: Exclude<ListSource, { cidrs: readonly string[] }>, loader: Loader): void {
  const { file, column = null, separator = ',' } = source;
  if (source.feed === true && !existsSync(file)) return;
  const content = readText(file);
  const columns = column === null ? null : new Columns(column, separator);
  let line = 0;
  let start = 0;
  while (start < content.length) {
    let end = content.indexOf('\n', start);
    if (end < 0) end = content.length;
    line++;
    let from = start;
    while (from < end && isBlank(content.charCodeAt(from))) from++;
    let to = from;
    while (to < end && !isComment(content.charCodeAt(to))) to++;
    while (to > from && isBlank(content.charCodeAt(to - 1))) to--;
    if (columns !== null && to > from) {
      const cell = columns.find(content, from, to);
      if (cell === null) {
        start = end + 1;
        continue;
      }
      if (cell === undefined) {
        const what = typeof column === 'number' ? `column ${column}` : `a column "${column}"`;
        loader.problems.error(
          { file, line, column: 1 },
          `there is no ${what}`,
          `columns separated by "${separator}"`,
        );
        return;
      }
      [from, to] = cell;
    }
    if (to > from && !loader.add(content, from, to, file, line, from - start + 1)) return;
    start = end + 1;
  }
}

function readText(file: string): string {
  let found: string;
  try {
    const { size } = statSync(file);
    if (size <= MAX_FILE_SIZE) {
      const content = readFileSync(file, 'latin1');
      // A byte order mark is not part of the first entry.
      return content.startsWith('\xef\xbb\xbf') ? content.slice(3) : content;
    }
    found = `the file has ${size} bytes, more than ${MAX_FILE_SIZE}`;
  } catch (error) {
    found = `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const place = { file, line: 1, column: 1 };
  throw new ProblemsError([{ ...place, severity: 'error', found, expected: 'a readable list of addresses' }]);
}

/** Space, tab and the CR of a CRLF. */
function isBlank(char: number): boolean {
  return char === 0x20 || char === 0x09 || char === 0x0d;
}

function isComment(char: number): boolean {
  return char === 0x23 || char === 0x3b;
}

function quote(entry: string): string {
  return JSON.stringify(entry.length > 60 ? `${entry.slice(0, 60)}…` : entry);
}
