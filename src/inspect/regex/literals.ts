import type { Node, Pattern } from './ast.js';
import type { ByteSet } from './byte-set.js';

/**
 * Literals that a prefilter may look for: byte strings, ASCII letters in lower case, to be looked for in the subject
 * with its ASCII letters in lower case.
 *
 * Why it is safe. `requiredLiterals` promises: every match of the pattern contains, after ASCII case folding, at least
 * one member as a substring. It holds by induction over the tree, where "required by a node" means that whatever text the
 * node takes contains a member:
 * - A set of a few bytes takes one of them: the folded bytes are required. A larger set promises nothing.
 * - A sequence takes the text of each item, one after the other: what any one of its items requires, it requires; and
 *   where neighbours have few possible texts, it takes one of the joined texts.
 * - An alternation takes the text of one branch: the union of what the branches require, if each requires something.
 * - A repeat that turns at least once takes its item's text; one that may turn no time promises nothing.
 * - A capture or an atomic group takes its item's text.
 * - Lookarounds, backreferences, assertions and `\K` promise nothing. They can only take matches away, and leaving a
 *   condition out leaves more texts to be covered, never fewer. `\K` moves the start of what is reported, not what was
 *   taken, and what was taken is in the subject.
 * A subject that contains no member therefore cannot match; one that does may or may not.
 */
export interface LiteralSet {
  readonly literals: readonly string[];
  /** Length of the shortest. */
  readonly shortest: number;
}

export interface LiteralLimits {
  /** Most literals in a set. Default: 64. */
  readonly mostLiterals?: number;
  /** Longer texts are cut to this many bytes. Default: 24. */
  readonly longest?: number;
}

/** The best set of literals that every match must contain one of, or null when there is none. */
export function requiredLiterals(pattern: Pattern, limits: LiteralLimits = {}): LiteralSet | null {
  const { mostLiterals = 64, longest = 24 } = limits;
  return new LiteralSearch(mostLiterals, longest).required(pattern.root);
}

/** A set of more bytes than this (after folding) is found in nearly every subject: it promises nothing. */
const MOST_BYTES_OF_SET = 8;

/** All texts a node can take, folded, in full. */
type Texts = ReadonlySet<string>;

const NOTHING: Texts = new Set(['']);

class LiteralSearch {
  constructor(
    private readonly most: number,
    private readonly longest: number,
  ) {}

  required(node: Node): LiteralSet | null {
    const texts = this.#texts(node);
    const whole = texts === null ? null : literalSet(texts);
    return better(whole, this.#requiredInside(node));
  }

  #requiredInside(node: Node): LiteralSet | null {
    switch (node.kind) {
      case 'sequence':
        return this.#requiredInSequence(node.items);
      case 'alternation': {
        const all = new Set<string>();
        for (const branch of node.branches) {
          const required = this.required(branch);
          if (required === null) return null;
          for (const literal of required.literals) all.add(literal);
          if (all.size > this.most) return null;
        }
        return literalSet(all);
      }
      case 'repeat':
        return node.min === 0 ? null : this.required(node.item);
      case 'capture':
      case 'atomic':
        return this.required(node.item);
      default:
        return null;
    }
  }

  /** The best of: each item's own, and the joined texts of each stretch of neighbours with few texts. */
  #requiredInSequence(items: readonly Node[]): LiteralSet | null {
    let best: LiteralSet | null = null;
    let joined = NOTHING;
    for (const item of items) {
      const texts = this.#texts(item);
      const longer = texts === null ? null : this.#join(joined, texts);
      if (longer === null) {
        best = better(best, better(literalSet(joined), texts === null ? this.#requiredInside(item) : null));
        joined = texts ?? NOTHING;
      } else {
        joined = longer;
      }
    }
    return better(best, literalSet(joined));
  }

  #join(before: Texts, after: Texts): Texts | null {
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

  /** All texts of a node that has few, or null. What takes no byte has the empty text. */
  #texts(node: Node): Texts | null {
    switch (node.kind) {
      case 'empty':
      case 'assertion':
      case 'keep':
      case 'look':
        return NOTHING;
      case 'set':
        return this.#textsOfSet(node.set);
      case 'sequence': {
        let joined: Texts | null = NOTHING;
        for (const item of node.items) {
          const texts: Texts | null = this.#texts(item);
          joined = texts === null ? null : this.#join(joined, texts);
          if (joined === null) return null;
        }
        return joined;
      }
      case 'alternation': {
        const all = new Set<string>();
        for (const branch of node.branches) {
          const texts = this.#texts(branch);
          if (texts === null) return null;
          for (const text of texts) all.add(text);
          if (all.size > this.most) return null;
        }
        return all;
      }
      case 'repeat':
        return this.#textsOfRepeat(node.item, node.min, node.max);
      case 'capture':
      case 'atomic':
        return this.#texts(node.item);
      case 'backreference':
        return null;
    }
  }

  #textsOfRepeat(item: Node, min: number, max: number): Texts | null {
    if (max > this.longest) return null;
    const texts = this.#texts(item);
    if (texts === null) return null;
    const all = new Set<string>();
    let turns: Texts | null = NOTHING;
    for (let turn = 0; turn <= max; turn++) {
      if (turn >= min) for (const text of turns) all.add(text);
      if (all.size > this.most) return null;
      if (turn < max) turns = this.#join(turns, texts);
      if (turns === null) return null;
    }
    return all;
  }

  #textsOfSet(set: ByteSet): Texts | null {
    const texts = new Set<string>();
    for (const byte of set.bytes()) {
      texts.add(String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte));
      if (texts.size > MOST_BYTES_OF_SET) return null;
    }
    return texts;
  }
}

/** The texts as a set of literals: none when one of them is empty, and no text that contains another. */
function literalSet(texts: Texts): LiteralSet | null {
  if (texts.size === 0 || texts.has('')) return null;
  const byLength = [...texts].sort((a, b) => a.length - b.length);
  const literals: string[] = [];
  for (const text of byLength) if (!literals.some(shorter => text.includes(shorter))) literals.push(text);
  return { literals, shortest: literals[0]!.length };
}

/** The set that lets fewer subjects pass: the longer its shortest member the better, then the fewer members. */
function better(a: LiteralSet | null, b: LiteralSet | null): LiteralSet | null {
  if (a === null || b === null) return a ?? b;
  const score = (set: LiteralSet) => Math.min(set.shortest, 6) * 8 - Math.log2(set.literals.length) * 3;
  return score(b) > score(a) ? b : a;
}
