import { alwaysMatches, canBeEmpty, nextBytes } from './analyse.js';
import type { Assertion, LookNode, Node, Pattern, RepeatNode } from './ast.js';
import { isFreeOfChoice } from './atomic.js';
import { ANY_BYTE, type ByteSet } from './byte-set.js';

/**
 * RE2 source for a pattern. RE2 reads the subject's UTF-8 re-encoding, so byte xx is the code point U+00xx; sets are
 * spelled out up to U+00FF, and both cases of a letter are a set, so that none of RE2's own folding takes place.
 * Of a byte only ASCII letters and digits stand for themselves and all else is \xHH: npm re2 rewrites some JavaScript
 * syntax on the way (`(?<`, `/`, `\c`, `\u`), also inside classes, and none of it is ever written.
 */
export interface Lowered {
  readonly source: string;
  /** RE2 matches exactly the subjects that the pattern matches. Otherwise it matches those and others. */
  readonly exact: boolean;
  /** RE2 also finds the same match, with the same groups. */
  readonly sameSpans: boolean;
  /** RE2's groups are the pattern's, number by number. */
  readonly sameGroups: boolean;
  /**
   * A subject whose last byte is a newline may match in RE2 only: PCRE's `^` with (?m) does not hold after that
   * newline, RE2's does, and here nothing need follow it.
   */
  readonly finalNewlineDiffers: boolean;
}

/**
 * What stands behind a node, up to the end of the pattern.
 * `next` and `canBeEmpty` may claim too much, `always` (sure to match, wherever the node ended) too little.
 */
export interface After {
  /** Asked for only where a choice is forgotten, which is rare: worked out then. */
  readonly next: () => ByteSet;
  readonly canBeEmpty: boolean;
  readonly always: boolean;
}

export const END: After = { next: () => ANY_BYTE, canBeEmpty: true, always: true };

/** RE2's limit on a count, and on the product of counts inside each other. */
export const RE2_MAX_REPEAT = 1000;

/** @param maxRepeat counts above it are relaxed; lower than RE2's limit for patterns that RE2 finds too large */
export function lower(pattern: Pattern, maxRepeat: number = RE2_MAX_REPEAT): Lowered {
  return new Lowering(maxRepeat).run(pattern);
}

const FAIL = '[^\\x00-\\x{10FFFF}]';
const ANYTHING = '(?:[\\x00-\\xff]*)';

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  'line-start': '(?m:^)',
  'line-end': '(?m:$)',
  'text-start': '\\A',
  'text-end': '\\z',
  'text-end-or-newline': '(?:\\n?\\z)',
  'search-start': '\\A',
  'word-boundary': '\\b',
  'no-word-boundary': '\\B',
};

class Lowering {
  #exact = true;
  #sameSpans = true;
  #sameGroups = true;
  #finalNewlineDiffers = false;
  /** Bodies of groups, for backreferences. */
  readonly #groups = new Map<number, Node>();

  constructor(private readonly maxRepeat: number) {}

  run(pattern: Pattern): Lowered {
    this.#collectGroups(pattern.root);
    const source = this.#node(pattern.root, END, true, this.maxRepeat);
    return {
      source,
      exact: this.#exact,
      sameSpans: this.#exact && this.#sameSpans && this.#sameGroups,
      sameGroups: this.#sameGroups,
      finalNewlineDiffers: this.#finalNewlineDiffers,
    };
  }

  /**
   * @param first true when nothing stands before the node, so that a search may begin at any byte before it
   * @param budget how much RE2's limit leaves for the product of counts in here
   */
  #node(node: Node, after: After, first: boolean, budget: number): string {
    switch (node.kind) {
      case 'empty':
        return '(?:)';
      case 'set':
        return setSource(node.set);
      case 'sequence':
        return this.#sequence(node.items, after, first, budget);
      case 'alternation':
        return `(?:${node.branches.map(branch => this.#node(branch, after, first, budget)).join('|')})`;
      case 'repeat':
        return this.#repeat(node, after, budget);
      case 'capture':
        return `(${this.#node(node.item, after, first, budget)})`;
      case 'atomic':
        if (!isFreeOfChoice(node.item, after)) this.#exact = false;
        return `(?:${this.#node(node.item, after, first, budget)})`;
      case 'look':
        return this.#look(node, after, first, budget);
      case 'backreference':
        return this.#backreference(node.index, budget);
      case 'assertion':
        return this.#assertion(node.assertion, after);
      case 'keep':
        this.#sameSpans = false;
        return '(?:)';
    }
  }

  #sequence(items: readonly Node[], after: After, first: boolean, budget: number): string {
    const afters: After[] = new Array(items.length);
    let rest = after;
    for (let i = items.length - 1; i >= 0; i--) {
      afters[i] = rest;
      const item = items[i]!;
      const following = rest;
      rest = {
        next: () => nextBytes(item, following.next()),
        canBeEmpty: following.canBeEmpty && canBeEmpty(item),
        always: following.always && alwaysMatches(item),
      };
    }
    return items.map((item, i) => this.#node(item, afters[i]!, first && i === 0, budget)).join('');
  }

  #repeat(node: RepeatNode, after: After, budget: number): string {
    const { item, mode } = node;
    if (mode === 'possessive' && !isFreeOfChoice(node, after)) this.#exact = false;
    // PCRE ends a loop when a turn of it took nothing; RE2 differs in the groups that this leaves.
    if (canBeEmpty(item)) this.#sameSpans = false;
    let { min, max } = node;
    if (Math.max(min, max === Number.POSITIVE_INFINITY ? 0 : max) > budget) {
      // More turns than the least are never needed when what follows is sure to match.
      if (after.always && min <= budget) {
        max = min;
        this.#sameSpans = false;
      } else {
        min = Math.min(min, budget);
        max = Number.POSITIVE_INFINITY;
        this.#exact = false;
      }
    }
    if (max === 0) {
      // Groups keep their numbers, though none takes part.
      this.#sameSpans = false;
      this.#sameGroups = false;
      return '(?:)';
    }
    const turns = Math.max(min, max === Number.POSITIVE_INFINITY ? 0 : max);
    const left = turns > 1 ? Math.max(1, Math.floor(budget / turns)) : budget;
    const turn: After = {
      next: () => nextBytes(item, after.next()).union(after.next()),
      canBeEmpty: after.canBeEmpty,
      always: after.always && (min <= 1 || alwaysMatches(item)),
    };
    const body = this.#node(item, turn, false, left);
    const repeated = item.kind === 'set' || item.kind === 'capture' ? body : `(?:${body})`;
    return `${repeated}${quantifier(min, max)}${mode === 'lazy' ? '?' : ''}`;
  }

  /**
   * A lookaround at the very end of the pattern can take its bytes, for nothing else will; so can one at the very
   * start, for the search may begin earlier. Elsewhere it is left out, which matches too much.
   */
  #look(node: LookNode, after: After, first: boolean, budget: number): string {
    this.#sameSpans = false;
    const { behind, negated, item } = node;
    if (behind ? first : after.always) {
      if (!negated) return `(?:${this.#node(item, behind ? after : END, behind, budget)})`;
      if (item.kind === 'set') return `(?:${setSource(item.set.complement())}|${behind ? '\\A' : '\\z'})`;
    }
    this.#exact = false;
    this.#sameGroups = false;
    return '(?:)';
  }

  /** What the group can have matched, whatever it did match. Assertions in it held elsewhere. */
  #backreference(index: number, budget: number): string {
    this.#exact = false;
    const body = this.#groups.get(index);
    return body === undefined ? FAIL : this.#copy(body, budget);
  }

  #copy(node: Node, budget: number): string {
    switch (node.kind) {
      case 'set':
        return setSource(node.set.caseFolded());
      case 'sequence':
        return node.items.map(item => this.#copy(item, budget)).join('');
      case 'alternation':
        return `(?:${node.branches.map(branch => this.#copy(branch, budget)).join('|')})`;
      case 'repeat': {
        const { min, max } = node;
        const loose = Math.max(min, max === Number.POSITIVE_INFINITY ? 0 : max) > 1;
        return `(?:${this.#copy(node.item, budget)})${loose ? (min === 0 ? '*' : '+') : quantifier(min, max)}`;
      }
      case 'capture':
      case 'atomic':
        return `(?:${this.#copy(node.item, budget)})`;
      case 'backreference':
        return ANYTHING;
      default:
        return '(?:)';
    }
  }

  #assertion(assertion: Assertion, after: After): string {
    if (assertion === 'line-start' && after.canBeEmpty) this.#finalNewlineDiffers = true;
    if (assertion === 'search-start') this.#sameSpans = false;
    if (assertion === 'text-end-or-newline') {
      this.#sameSpans = false;
      if (!after.always) {
        this.#exact = false;
        return '(?:)';
      }
    }
    return ASSERTIONS[assertion];
  }

  #collectGroups(node: Node): void {
    switch (node.kind) {
      case 'capture':
        this.#groups.set(node.index, node.item);
        this.#collectGroups(node.item);
        return;
      case 'sequence':
        for (const item of node.items) this.#collectGroups(item);
        return;
      case 'alternation':
        for (const branch of node.branches) this.#collectGroups(branch);
        return;
      case 'repeat':
      case 'atomic':
      case 'look':
        this.#collectGroups(node.item);
        return;
      default:
        return;
    }
  }
}

function quantifier(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function byteSource(byte: number): string {
  const char = String.fromCharCode(byte);
  return /^[0-9A-Za-z]$/.test(char) ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
}

const setSources = new WeakMap<ByteSet, string>();

function setSource(set: ByteSet): string {
  let source = setSources.get(set);
  if (source === undefined) {
    source = classSource(set);
    setSources.set(set, source);
  }
  return source;
}

/** One byte, or a class of ranges that ends at U+00FF: smaller programs than a negated class gives. */
function classSource(set: ByteSet): string {
  const bytes = set.bytes();
  if (bytes.length === 0) return FAIL;
  if (bytes.length === 1) return byteSource(bytes[0]!);
  let source = '';
  for (let i = 0; i < bytes.length; ) {
    let end = i;
    while (bytes[end + 1] === bytes[end]! + 1) end++;
    const [low, high] = [bytes[i]!, bytes[end]!];
    source +=
      high - low < 2
        ? bytes
            .slice(i, end + 1)
            .map(byteSource)
            .join('')
        : `${byteSource(low)}-${byteSource(high)}`;
    i = end + 1;
  }
  return `[${source}]`;
}
