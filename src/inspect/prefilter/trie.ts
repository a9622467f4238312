/** One literal and the conditions that it meets. */
export interface Literal {
  /** Not empty; ASCII letters in lower case. */
  readonly text: string;
  readonly conditions: readonly number[];
}

/** States that a table of 16-bit numbers can name. */
export const MOST_STATES = 65_535;

/** The automaton while it is built: states as maps, then one table. */
export class Trie {
  /** Column of each byte; 0 for bytes that no literal has. */
  readonly columns = new Uint8Array(256);
  readonly width: number;
  readonly #children: Int32Array[] = [];
  readonly #conditions: Set<number>[] = [];

  /**
   * @param longest bytes of a literal that are looked for
   * @param most states
   * @throws RangeError when the literals need more states
   */
  constructor(
    literals: readonly Literal[],
    longest: number,
    private readonly most: number,
  ) {
    let width = 1;
    for (const { text } of literals) {
      for (let i = 0; i < Math.min(text.length, longest); i++) {
        const byte = text.charCodeAt(i) & 0xff;
        if (this.columns[byte] === 0) this.columns[byte] = width++;
      }
    }
    for (let byte = 65; byte <= 90; byte++) this.columns[byte] = this.columns[byte + 32];
    this.width = width;
    this.#addState();
    for (const literal of literals) this.#add(literal, longest);
  }

  finish(): { table: Uint16Array; outputs: number[][]; firstOutput: number } {
    const { width } = this;
    const count = this.#children.length;
    const next = new Uint16Array(count * width);
    const fail = new Uint16Array(count);
    const queue: number[] = [];
    for (let column = 0; column < width; column++) {
      const child = this.#children[0][column];
      if (child > 0) {
        next[column] = child;
        queue.push(child);
      }
    }
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head];
      for (const condition of this.#conditions[fail[state]]) this.#conditions[state].add(condition);
      for (let column = 0; column < width; column++) {
        const child = this.#children[state][column];
        const other = next[fail[state] * width + column];
        if (child > 0) {
          next[state * width + column] = child;
          fail[child] = other;
          queue.push(child);
        } else next[state * width + column] = other;
      }
    }
    return this.#outputsLast(next, count);
  }

  /** Numbers the states anew, those with conditions last: one comparison then tells whether a state has any. */
  #outputsLast(
    next: Uint16Array,
    count: number,
  ): { table: Uint16Array; outputs: number[][]; firstOutput: number } {
    const { width } = this;
    const order: number[] = [];
    for (let state = 0; state < count; state++) if (this.#conditions[state].size === 0) order.push(state);
    const firstOutput = order.length;
    for (let state = 0; state < count; state++) if (this.#conditions[state].size > 0) order.push(state);
    const renumbered = new Uint16Array(count);
    order.forEach((state, index) => {
      renumbered[state] = index;
    });
    const table = new Uint16Array(count * width);
    order.forEach((state, index) => {
      for (let column = 0; column < width; column++) {
        table[index * width + column] = renumbered[next[state * width + column]];
      }
    });
    const outputs = order.slice(firstOutput).map(state => [...this.#conditions[state]]);
    return { table, outputs, firstOutput };
  }

  #add({ text, conditions }: Literal, longest: number): void {
    let state = 0;
    for (let i = 0; i < Math.min(text.length, longest); i++) {
      const column = this.columns[text.charCodeAt(i) & 0xff];
      let child = this.#children[state][column];
      if (child < 0) {
        child = this.#addState();
        this.#children[state][column] = child;
      }
      state = child;
    }
    for (const condition of conditions) this.#conditions[state].add(condition);
  }

  #addState(): number {
    if (this.#children.length >= this.most)
      throw new RangeError(`the literals need more than ${this.most} states`);
    this.#conditions.push(new Set());
    return this.#children.push(new Int32Array(this.width).fill(-1)) - 1;
  }
}
