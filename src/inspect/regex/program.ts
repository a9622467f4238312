import { canBeEmpty, fixedLengths, nextBytes } from './analyse.js';
import type { Assertion, LookNode, Node, Pattern, RepeatNode } from './ast.js';
import { ANY_BYTE, type ByteSet, NO_BYTE } from './byte-set.js';

/** Instructions of the matcher. Each takes four cells: the code and up to three operands. */
export const Op = {
  /** Operands: byte. */
  Byte: 0,
  /** Operands: set. */
  Set: 1,
  /** Operands: preferred target, other target. */
  Split: 2,
  /** Operands: target. */
  Jump: 3,
  /** Puts the position into a slot. Operands: slot. */
  Save: 4,
  /** Operands: index into `ASSERTIONS`. */
  Assert: 5,
  /** Operands: group, 1 when caseless. */
  Backreference: 6,
  /** A run of one set. Operands: set, index of counts, mode (0 greedy, 1 lazy, 2 possessive). */
  Run: 7,
  /** Begins counting a loop. Operands: slot of the count. */
  LoopStart: 8,
  /** Decides on another turn. Operands: slot of the count, index of counts, exit target. */
  Loop: 9,
  /** Remembers how many choices are open. Operands: slot. */
  Mark: 10,
  /** Forgets the choices opened since the mark. Operands: slot of the mark. */
  Commit: 11,
  /** Goes back to a position in a slot. Operands: slot. */
  Restore: 12,
  /** A negated lookaround whose body matched: undoes all since the mark, and fails. Operands: slot of the mark. */
  Refuse: 13,
  /** Moves back. Operands: number of bytes. */
  Back: 14,
  /** Ends a group: sets both its slots. Operands: group, slot of where it began. */
  Capture: 15,
  Match: 16,
  Fail: 17,
} as const;

export const ASSERTIONS: readonly Assertion[] = [
  'line-start',
  'line-end',
  'text-start',
  'text-end',
  'text-end-or-newline',
  'search-start',
  'word-boundary',
  'no-word-boundary',
];

export interface Counts {
  readonly min: number;
  readonly max: number;
  readonly lazy: boolean;
}

export interface Program {
  readonly code: Int32Array;
  /** One table of 256 cells per set. */
  readonly sets: readonly Uint8Array[];
  readonly counts: readonly Counts[];
  readonly groups: number;
  /** Slots: two for each group (0 is the match), then those of loops and marks. */
  readonly slots: number;
  /** Bytes that a match can begin with, or null when it may begin anywhere. */
  readonly firstBytes: Uint8Array | null;
  /** Only the search's start need be tried: the pattern begins with `.*` and would have found a later match from there. */
  readonly anchored: boolean;
}

export function compileProgram(pattern: Pattern): Program {
  return new Compiler(pattern).run();
}

class Compiler {
  readonly #code: number[] = [];
  readonly #sets: ByteSet[] = [];
  readonly #setIndexes = new Map<ByteSet, number>();
  readonly #counts: Counts[] = [];
  #slots: number;

  constructor(private readonly pattern: Pattern) {
    this.#slots = 2 * (pattern.groups + 1);
  }

  run(): Program {
    const { root, groups } = this.pattern;
    this.#node(root, ANY_BYTE);
    this.#emit(Op.Match);
    const first = nextBytes(root, ANY_BYTE);
    return {
      code: Int32Array.from(this.#code),
      sets: this.#sets.map(set => set.table()),
      counts: this.#counts,
      groups,
      slots: this.#slots,
      firstBytes: first.isFull || canBeEmpty(root) ? null : first.table(),
      anchored: beginsWithAnything(root),
    };
  }

  #emit(op: number, a = 0, b = 0, c = 0): number {
    return this.#code.push(op, a, b, c) - 4;
  }

  get #here(): number {
    return this.#code.length;
  }

  #patch(instruction: number, operand: number, value: number): void {
    this.#code[instruction + operand] = value;
  }

  #set(set: ByteSet): number {
    let index = this.#setIndexes.get(set);
    if (index === undefined) {
      index = this.#sets.push(set) - 1;
      this.#setIndexes.set(set, index);
    }
    return index;
  }

  /** @param next bytes that can come in the subject where what follows the node matches */
  #node(node: Node, next: ByteSet): void {
    switch (node.kind) {
      case 'empty':
        return;
      case 'set': {
        const bytes = node.set.bytes();
        if (bytes.length === 0) this.#emit(Op.Fail);
        else if (bytes.length === 1) this.#emit(Op.Byte, bytes[0]);
        else this.#emit(Op.Set, this.#set(node.set));
        return;
      }
      case 'sequence':
        this.#sequence(node.items, next);
        return;
      case 'alternation':
        this.#alternation(node.branches.map(branch => () => this.#node(branch, next)));
        return;
      case 'repeat':
        this.#repeat(node, next);
        return;
      case 'capture': {
        // The start goes to a slot of its own first: a reference inside the group means its last finished turn.
        const start = this.#slots++;
        this.#emit(Op.Save, start);
        this.#node(node.item, next);
        this.#emit(Op.Capture, node.index, start);
        return;
      }
      case 'atomic':
        this.#atomic(() => this.#node(node.item, next));
        return;
      case 'look':
        this.#look(node);
        return;
      case 'backreference':
        this.#emit(Op.Backreference, node.index, node.caseless ? 1 : 0);
        return;
      case 'assertion':
        this.#emit(Op.Assert, ASSERTIONS.indexOf(node.assertion));
        return;
      case 'keep':
        this.#emit(Op.Save, 0);
        return;
    }
  }

  #sequence(items: readonly Node[], next: ByteSet): void {
    const following: ByteSet[] = [next];
    for (let i = items.length - 1; i > 0; i--) following.unshift(nextBytes(items[i], following[0]));
    for (const [i, item] of items.entries()) this.#node(item, following[i]);
  }

  #alternation(branches: readonly (() => void)[]): void {
    const jumps: number[] = [];
    for (const branch of branches.slice(0, -1)) {
      const split = this.#emit(Op.Split);
      this.#patch(split, 1, this.#here);
      branch();
      jumps.push(this.#emit(Op.Jump));
      this.#patch(split, 2, this.#here);
    }
    branches.at(-1)!();
    for (const jump of jumps) this.#patch(jump, 1, this.#here);
  }

  #repeat(node: RepeatNode, next: ByteSet): void {
    const { item, min, max, mode } = node;
    const counts = this.#counts.push({ min, max, lazy: mode === 'lazy' }) - 1;
    if (item.kind === 'set' && !item.set.isEmpty) {
      // A run that gives bytes back leaves one of its own next, which what follows cannot begin with: it need not try.
      const keeps = mode === 'possessive' || (mode === 'greedy' && !item.set.intersects(next));
      this.#emit(Op.Run, this.#set(item.set), counts, keeps ? 2 : mode === 'lazy' ? 1 : 0);
    } else {
      const again = nextBytes(item, NO_BYTE).union(canBeEmpty(item) ? ANY_BYTE : next);
      const loop = () => this.#loop(item, counts, again);
      if (mode === 'possessive') this.#atomic(loop);
      else loop();
    }
  }

  /** The count's slot is followed by one for the position at which the current turn began. */
  #loop(item: Node, counts: number, next: ByteSet): void {
    const slot = this.#slots;
    this.#slots += 2;
    this.#emit(Op.LoopStart, slot);
    const loop = this.#emit(Op.Loop, slot, counts);
    this.#node(item, next);
    this.#emit(Op.Jump, loop);
    this.#patch(loop, 3, this.#here);
  }

  #atomic(body: () => void): void {
    const mark = this.#slots++;
    this.#emit(Op.Mark, mark);
    body();
    this.#emit(Op.Commit, mark);
  }

  #look(node: LookNode): void {
    const body = () => (node.behind ? this.#behind(node.item) : this.#node(node.item, ANY_BYTE));
    if (!node.negated) {
      const position = this.#slots++;
      this.#emit(Op.Save, position);
      this.#atomic(body);
      this.#emit(Op.Restore, position);
      return;
    }
    const mark = this.#slots++;
    this.#emit(Op.Mark, mark);
    const split = this.#emit(Op.Split);
    this.#patch(split, 1, this.#here);
    body();
    this.#emit(Op.Refuse, mark);
    this.#patch(split, 2, this.#here);
  }

  #behind(item: Node): void {
    const lengths = fixedLengths(item)!;
    const branches = item.kind === 'alternation' ? item.branches : [item];
    this.#alternation(
      branches.map((branch, i) => () => {
        this.#emit(Op.Back, lengths[i]);
        this.#node(branch, ANY_BYTE);
      }),
    );
  }
}

function beginsWithAnything(root: Node): boolean {
  const first = root.kind === 'sequence' ? root.items[0]! : root;
  return (
    first.kind === 'repeat' &&
    first.mode !== 'possessive' &&
    first.min === 0 &&
    first.max === Number.POSITIVE_INFINITY &&
    first.item.kind === 'set' &&
    first.item.set.isFull
  );
}
