/** Finds the cell of one column in the lines of a CSV file. Cells may be quoted; a separator within quotes is not expected. */
export class Columns {
  #index: number | null;
  readonly #name: string | null;
  readonly #separator: string;
  #isFirst = true;

  /** @param column its number from 1, or its name in the first line @param separator one character */
  constructor(column: number | string, separator: string) {
    this.#index = typeof column === 'number' ? column - 1 : null;
    this.#name = typeof column === 'string' ? column.toLowerCase() : null;
    this.#separator = separator;
  }

  /**
   * @returns where the cell of the line `content[from, to)` begins and ends; null for a first line of names, and for a line
   * whose cell is empty; undefined when there is no such column
   */
  find(content: string, from: number, to: number): [number, number] | null | undefined {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (this.#index === null) {
      const names = content.slice(from, to).split(this.#separator);
      const index = names.findIndex(name => unquoted(name).toLowerCase() === this.#name);
      if (index < 0) return undefined;
      this.#index = index;
      return null;
    }
    let at = from;
    for (let i = 0; i < this.#index; i++) {
      const next = content.indexOf(this.#separator, at);
      if (next < 0 || next >= to) return undefined;
      at = next + 1;
    }
    let end = content.indexOf(this.#separator, at);
    if (end < 0 || end > to) end = to;
    while (at < end && isPadding(content.charCodeAt(at))) at++;
    while (end > at && isPadding(content.charCodeAt(end - 1))) end--;
    if (at === end) return null;
    // A first line without a digit is one of names.
    return isFirst && !/\d/.test(content.slice(at, end)) ? null : [at, end];
  }
}

function unquoted(cell: string): string {
  return cell.replace(/^[\s"]+|[\s"]+$/g, '');
}

/** Space, tab, quotes. */
function isPadding(char: number): boolean {
  return char === 0x20 || char === 0x09 || char === 0x22 || char === 0x27;
}
