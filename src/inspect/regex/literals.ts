import type { Node, Pattern } from './ast.js';
import { type LiteralLimits, type LiteralSet, literalSet, strongest } from './literal-set.js';
import { NOTHING, type Texts, TextsOfNodes } from './texts.js';

/** What there is at most of a pattern's sets: further ones hardly tell more. */
const MOST_SETS = 3;
/** A set of more bytes than this (after folding) is found in nearly every subject: it promises nothing. */
const MOST_BYTES = 16;

/**
 * Sets of literals that a prefilter may look for: byte strings, ASCII letters in lower case, to be looked for in the subject
 * with its ASCII letters in lower case. Of every set, every match of the pattern contains at least one; the set that fewest
 * values are thought to meet comes first. None at all: nothing is promised.
 *
 * Why it is safe. It holds by induction over the tree, where "a set is required by a node" means that whatever text the
 * node takes contains a member of it, after ASCII case folding:
 * - A set of a few bytes takes one of them: the folded bytes are required. A larger set promises nothing.
 * - A sequence takes the text of each item, one after the other: what any one of its items requires, it requires; and
 *   where neighbours have few possible texts, it takes one of the joined texts, and behind them one of the beginnings of the
 *   next item.
 * - An item that takes either nothing or a text with one of certain literals in it (`"*` between the letters of a
 *   command) joins its neighbours as if it took nothing, where those literals are added to the joined texts: either all such
 *   items take nothing, and the joined text is there, or one of them does not, and one of its literals is.
 * - An alternation takes the text of one branch: the union of one required set of each branch is required, if each
 *   requires something.
 * - A repeat that turns at least once takes its item's text; one that may turn no time promises nothing.
 * - A capture or an atomic group takes its item's text.
 * - Lookarounds, backreferences, assertions and `\K` promise nothing. They can only take matches away, and leaving a
 *   condition out leaves more texts to be covered, never fewer. `\K` moves the start of what is reported, not what was
 *   taken, and what was taken is in the subject.
 * A subject that contains no member of one of the sets therefore cannot match; one that does may or may not.
 */
export function requiredLiterals(pattern: Pattern, limits: LiteralLimits = {}): readonly LiteralSet[] {
  const { mostLiterals = 1024, longest = 24 } = limits;
  return new LiteralSearch(mostLiterals, longest).required(pattern.root);
}

class LiteralSearch {
  readonly #texts: TextsOfNodes;
  /** Nodes are asked again and again, from each side that they are reached from. */
  readonly #known = new Map<Node, readonly LiteralSet[]>();

  constructor(
    private readonly most: number,
    longest: number,
  ) {
    this.#texts = new TextsOfNodes(most, longest);
  }

  required(node: Node): readonly LiteralSet[] {
    let known = this.#known.get(node);
    if (known === undefined) {
      const texts = node.kind === 'set' ? this.#texts.ofSet(node.set, MOST_BYTES) : this.#texts.of(node);
      const whole = texts === null ? null : literalSet(texts);
      known = strongest(whole === null ? this.#inside(node) : [whole, ...this.#inside(node)], MOST_SETS);
      this.#known.set(node, known);
    }
    return known;
  }

  #inside(node: Node): readonly LiteralSet[] {
    switch (node.kind) {
      case 'sequence':
        return [...this.#joined(node.items, false), ...this.#joined(node.items, true)];
      case 'alternation':
        return this.#ofBranches(node.branches);
      case 'repeat':
        return node.min === 0 ? [] : this.required(node.item);
      case 'capture':
      case 'atomic':
        return this.required(node.item);
      default:
        return [];
    }
  }

  /** The first sets of all branches together, the second ones, and so on; a branch that has fewer gives its last. */
  #ofBranches(branches: readonly Node[]): readonly LiteralSet[] {
    const ofEach = branches.map(branch => this.required(branch));
    if (ofEach.some(sets => sets.length === 0)) return [];
    const found: LiteralSet[] = [];
    const most = Math.max(...ofEach.map(sets => sets.length));
    for (let rank = 0; rank < most; rank++) {
      const all = new Set<string>();
      for (const sets of ofEach)
        for (const text of sets[Math.min(rank, sets.length - 1)]!.literals) all.add(text);
      const set = all.size > this.most ? null : literalSet(all);
      if (set !== null) found.push(set);
    }
    return found;
  }

  /**
   * Each item's own, and the joined texts of each stretch of neighbours with few texts.
   * @param acrossGaps whether what may take nothing is joined as if it took nothing
   */
  #joined(items: readonly Node[], acrossGaps: boolean): readonly LiteralSet[] {
    const found: LiteralSet[] = [];
    let joined: Texts = NOTHING;
    let gaps = new Set<string>();
    const end = (): void => {
      const set = joined.has('') ? null : literalSet(new Set([...joined, ...gaps]));
      if (set !== null) found.push(set);
      joined = NOTHING;
      gaps = new Set();
    };
    for (const item of items) {
      const texts = this.#texts.of(item);
      const gap = acrossGaps && mayBeEmpty(item) ? this.#ofMore(item) : null;
      if (gap !== null && gap.size + gaps.size <= this.most) {
        for (const literal of gap) gaps.add(literal);
        continue;
      }
      const longer = texts === null ? null : this.#texts.join(joined, texts);
      if (longer !== null) {
        joined = longer;
        continue;
      }
      joined = this.#texts.join(joined, this.#beginnings(item, acrossGaps, gaps)) ?? joined;
      end();
      if (texts === null) found.push(...this.required(item));
      else joined = texts;
    }
    end();
    return found;
  }

  /**
   * Texts one of which each text of the node begins with, if it has none of `gaps` in it.
   * @param gaps gets the literals of what is joined across
   */
  #beginnings(node: Node, acrossGaps: boolean, gaps: Set<string>): Texts {
    switch (node.kind) {
      case 'set':
        return this.#texts.of(node) ?? NOTHING;
      case 'sequence':
        return this.#beginningsOfSequence(node.items, acrossGaps, gaps);
      case 'alternation': {
        const all = new Set<string>();
        for (const branch of node.branches) {
          for (const text of this.#beginnings(branch, acrossGaps, gaps)) all.add(text);
          if (all.size > this.most || all.has('')) return NOTHING;
        }
        return all;
      }
      case 'repeat':
        return node.min === 0 ? NOTHING : this.#beginnings(node.item, acrossGaps, gaps);
      case 'capture':
      case 'atomic':
        return this.#beginnings(node.item, acrossGaps, gaps);
      default:
        return NOTHING;
    }
  }

  #beginningsOfSequence(items: readonly Node[], acrossGaps: boolean, gaps: Set<string>): Texts {
    let joined: Texts = NOTHING;
    for (const item of items) {
      const texts = this.#texts.of(item);
      const gap = acrossGaps && mayBeEmpty(item) ? this.#ofMore(item) : null;
      if (gap !== null && gap.size + gaps.size <= this.most) {
        for (const literal of gap) gaps.add(literal);
        continue;
      }
      const longer = texts === null ? null : this.#texts.join(joined, texts);
      if (longer === null)
        return this.#texts.join(joined, this.#beginnings(item, acrossGaps, gaps)) ?? joined;
      joined = longer;
    }
    return joined;
  }

  /** Literals one of which is in whatever text the node takes that is not empty; null when there are no such ones. */
  #ofMore(node: Node): ReadonlySet<string> | null {
    const required = this.required(node)[0];
    if (required !== undefined) return new Set(required.literals);
    switch (node.kind) {
      case 'empty':
      case 'assertion':
      case 'keep':
      case 'look':
        return new Set();
      case 'repeat':
      case 'capture':
      case 'atomic':
        return this.#ofMore(node.item);
      case 'sequence':
        return this.#ofAll(node.items);
      case 'alternation':
        return this.#ofAll(node.branches);
      case 'set':
        return this.#texts.ofSet(node.set, MOST_BYTES);
      case 'backreference':
        return null;
    }
  }

  #ofAll(nodes: readonly Node[]): ReadonlySet<string> | null {
    const all = new Set<string>();
    for (const node of nodes) {
      const literals = this.#ofMore(node);
      if (literals === null) return null;
      for (const literal of literals) all.add(literal);
    }
    return all;
  }
}

/** False when whatever the node takes is not empty. */
function mayBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'sequence':
      return node.items.every(mayBeEmpty);
    case 'alternation':
      return node.branches.some(mayBeEmpty);
    case 'repeat':
      return node.min === 0 || mayBeEmpty(node.item);
    case 'capture':
    case 'atomic':
      return mayBeEmpty(node.item);
    default:
      return true;
  }
}
