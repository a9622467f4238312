/** What an entry is, in its first cell. */
const CHOICE = 0; // go on at b with the code at a
const UNDO = 1; // put b back into slot a
const GREEDY_RUN = 2; // the code at a, with the run's end at b given back down to c
const LAZY_RUN = 3; // the code at a, with the run's end at b moved on up to c
const LAZY_TURN = 4; // another turn of the loop at a, from b

const CELLS = 4;
const FIRST_ENTRIES = 4096;
/** 16 MiB of cells; a match that needs more is given up. */
const MAX_ENTRIES = 1 << 20;

/**
 * The matcher's open choices, and the old values of slots that were set since. `push…` and `set` return false when
 * there is no room left.
 */
export class BacktrackStack {
  /** Matching is synchronous and does not nest: one stack serves all. */
  static readonly shared = new BacktrackStack();

  #cells = new Int32Array(FIRST_ENTRIES * CELLS);
  #height = 0;
  /** Where to go on after `backtrack`. */
  position = 0;
  /** After `backtrack`: the code returned is a loop's, and its next turn is to be entered. */
  entersTurn = false;

  get height(): number {
    return this.#height;
  }

  clear(): void {
    this.#height = 0;
    if (this.#cells.length > 16 * FIRST_ENTRIES * CELLS) this.#cells = new Int32Array(FIRST_ENTRIES * CELLS);
  }

  pushChoice(pc: number, position: number): boolean {
    return this.#push(CHOICE, pc, position, 0);
  }

  pushGreedyRun(pc: number, end: number, least: number): boolean {
    return this.#push(GREEDY_RUN, pc, end, least);
  }

  pushLazyRun(pc: number, end: number, most: number): boolean {
    return this.#push(LAZY_RUN, pc, end, most);
  }

  pushLazyTurn(pc: number, position: number): boolean {
    return this.#push(LAZY_TURN, pc, position, 0);
  }

  /** Sets a slot, and remembers what was in it. */
  set(slots: Int32Array, slot: number, value: number): boolean {
    if (!this.#push(UNDO, slot, slots[slot]!, 0)) return false;
    slots[slot] = value;
    return true;
  }

  #push(kind: number, a: number, b: number, c: number): boolean {
    let at = this.#height * CELLS;
    if (at === this.#cells.length) {
      if (this.#height >= MAX_ENTRIES) return false;
      const larger = new Int32Array(2 * this.#cells.length);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    const cells = this.#cells;
    cells[at++] = kind;
    cells[at++] = a;
    cells[at++] = b;
    cells[at] = c;
    this.#height++;
    return true;
  }

  /** Forgets the choices above `height`, not the old values: an earlier choice still needs them. @returns entries looked at */
  forgetChoices(height: number): number {
    const cells = this.#cells;
    let kept = height;
    for (let i = height; i < this.#height; i++) {
      if (cells[i * CELLS] !== UNDO) continue;
      cells.copyWithin(kept * CELLS, i * CELLS, (i + 1) * CELLS);
      kept++;
    }
    const looked = this.#height - height;
    this.#height = kept;
    return looked;
  }

  /** Goes back to `height`, old values restored, choices above it forgotten. @returns entries looked at */
  unwind(height: number, slots: Int32Array): number {
    const looked = this.#height - height;
    while (this.#height > height) {
      const at = --this.#height * CELLS;
      if (this.#cells[at] === UNDO) slots[this.#cells[at + 1]!] = this.#cells[at + 2]!;
    }
    return looked;
  }

  /**
   * Takes the next way of the newest open choice, everything since undone.
   * @returns where the code goes on (at `position`), or -1 when no choice is left
   */
  backtrack(slots: Int32Array, subject: Uint8Array, code: Int32Array, sets: readonly Uint8Array[]): number {
    const cells = this.#cells;
    this.entersTurn = false;
    while (this.#height > 0) {
      const at = --this.#height * CELLS;
      const a = cells[at + 1]!;
      const b = cells[at + 2]!;
      const c = cells[at + 3]!;
      switch (cells[at]) {
        case UNDO:
          slots[a] = b;
          continue;
        case GREEDY_RUN:
          this.position = b - 1;
          if (b - 1 > c) {
            cells[at + 2] = b - 1;
            this.#height++;
          }
          return a;
        case LAZY_RUN: {
          // The run's own instruction is the one before the code to go on at.
          const set = sets[code[a - 4 + 1]!]!;
          if (set[subject[b]!] !== 1) continue;
          this.position = b + 1;
          if (b + 1 < c) {
            cells[at + 2] = b + 1;
            this.#height++;
          }
          return a;
        }
        case LAZY_TURN:
          this.entersTurn = true;
          this.position = b;
          return a;
        default:
          this.position = b;
          return a;
      }
    }
    return -1;
  }
}
