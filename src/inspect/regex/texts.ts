import type { Node } from './ast.js';
import type { ByteSet } from './byte-set.js';

/** All texts a node can take, folded (ASCII letters in lower case), in full. */
export type Texts = ReadonlySet<string>;

export const NOTHING: Texts = new Set(['']);

/** A set of more bytes than this (after folding) would make too many texts of too little use. */
const MOST_BYTES_OF_SET = 8;

/** Works out which texts nodes can take, of those that can take few. */
export class TextsOfNodes {
  /** A node is asked from each level above it, which for deep patterns is most of the work. */
  readonly #known = new Map<Node, Texts | null>();

  /**
   * @param most texts of one node
   * @param longest bytes of one text
   */
  constructor(
    private readonly most: number,
    private readonly longest: number,
  ) {}

  /** All texts of a node that has few, or null. What takes no byte has the empty text. */
  of(node: Node): Texts | null {
    let texts = this.#known.get(node);
    if (texts === undefined) {
      texts = this.#work(node);
      this.#known.set(node, texts);
    }
    return texts;
  }

  #work(node: Node): Texts | null {
    switch (node.kind) {
      case 'empty':
      case 'assertion':
      case 'keep':
      case 'look':
        return NOTHING;
      case 'set':
        return this.ofSet(node.set, MOST_BYTES_OF_SET);
      case 'sequence':
        return this.#ofSequence(node.items);
      case 'alternation':
        return this.#ofBranches(node.branches);
      case 'repeat':
        return this.#ofRepeat(node.item, node.min, node.max);
      case 'capture':
      case 'atomic':
        return this.of(node.item);
      case 'backreference':
        return null;
    }
  }

  /** Each text of `before` with each of `after` behind it; null when that is too many or too long. */
  join(before: Texts, after: Texts): Texts | null {
    if (before.size * after.size > this.most) return null;
    const joined = new Set<string>();
    for (const head of before) {
      for (const tail of after) {
        if (head.length + tail.length > this.longest) return null;
        joined.add(head + tail);
      }
    }
    return joined;
  }

  /** The bytes of a set, folded, each as a text; null when they are more than `most`. */
  ofSet(set: ByteSet, most: number): Texts | null {
    const texts = new Set<string>();
    for (const byte of set.bytes()) {
      texts.add(String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte));
      if (texts.size > most) return null;
    }
    return texts;
  }

  #ofSequence(items: readonly Node[]): Texts | null {
    let joined: Texts | null = NOTHING;
    for (const item of items) {
      const texts: Texts | null = this.of(item);
      joined = texts === null ? null : this.join(joined, texts);
      if (joined === null) return null;
    }
    return joined;
  }

  #ofBranches(branches: readonly Node[]): Texts | null {
    const all = new Set<string>();
    for (const branch of branches) {
      const texts = this.of(branch);
      if (texts === null) return null;
      for (const text of texts) all.add(text);
      if (all.size > this.most) return null;
    }
    return all;
  }

  #ofRepeat(item: Node, min: number, max: number): Texts | null {
    if (max > this.longest) return null;
    const texts = this.of(item);
    if (texts === null) return null;
    const all = new Set<string>();
    let turns: Texts | null = NOTHING;
    for (let turn = 0; turn <= max; turn++) {
      if (turn >= min) for (const text of turns) all.add(text);
      if (all.size > this.most) return null;
      if (turn < max) turns = this.join(turns, texts);
      if (turns === null) return null;
    }
    return all;
  }
}
