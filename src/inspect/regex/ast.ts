import type { ByteSet } from './byte-set.js';

/**
 * The syntax tree of a PCRE pattern over bytes. Flags are already applied: a letter under `(?i)` is a set of two bytes,
 * `.` is the set it stands for, `^` is the assertion that the flags make of it.
 */
export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'alternation'; readonly branches: readonly Node[] }
  | RepeatNode
  | { readonly kind: 'capture'; readonly index: number; readonly item: Node }
  | { readonly kind: 'atomic'; readonly item: Node }
  | LookNode
  | { readonly kind: 'backreference'; readonly index: number; readonly caseless: boolean }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  /** `\K`: what was matched so far is not part of the match. */
  | { readonly kind: 'keep' };

export interface RepeatNode {
  readonly kind: 'repeat';
  readonly item: Node;
  readonly min: number;
  /** Infinity when there is no limit. */
  readonly max: number;
  readonly mode: 'greedy' | 'lazy' | 'possessive';
}

export interface LookNode {
  readonly kind: 'look';
  readonly behind: boolean;
  readonly negated: boolean;
  readonly item: Node;
}

export type Assertion =
  /** `^` with (?m): at the start, and after every newline that is not the subject's last byte. */
  | 'line-start'
  /** `$` with (?m): before every newline, and at the end. */
  | 'line-end'
  /** `\A`, and `^` without (?m). */
  | 'text-start'
  /** `\z` */
  | 'text-end'
  /** `\Z`, and `$` without (?m): at the end, and before a newline that is the last byte. */
  | 'text-end-or-newline'
  /** `\G`: where this search began. */
  | 'search-start'
  /** `\b` */
  | 'word-boundary'
  /** `\B` */
  | 'no-word-boundary';

export interface Pattern {
  readonly source: string;
  readonly root: Node;
  /** Number of capture groups, the whole match not counted. */
  readonly groups: number;
}

/** A mistake in a pattern, at an offset in bytes from its start. */
export class PatternError extends Error {
  constructor(
    readonly offset: number,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${found} at offset ${offset}; ${expected}`);
    this.name = 'PatternError';
  }
}

export const EMPTY: Node = { kind: 'empty' };

export function sequence(items: readonly Node[]): Node {
  const flat = items.flatMap(item =>
    item.kind === 'sequence' ? item.items : item.kind === 'empty' ? [] : [item],
  );
  if (flat.length === 0) return EMPTY;
  return flat.length === 1 ? flat[0]! : { kind: 'sequence', items: flat };
}

/** Branches that are one byte each become one set: same language, same order of preference, no choice left. */
export function alternation(branches: readonly Node[]): Node {
  if (branches.length === 1) return branches[0]!;
  const sets = branches.flatMap(branch => (branch.kind === 'set' ? [branch.set] : []));
  if (sets.length < branches.length) return { kind: 'alternation', branches };
  return { kind: 'set', set: sets.reduce((all, set) => all.union(set)) };
}
