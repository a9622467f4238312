import { shareOf } from '../rarity.js';
import type { Texts } from './texts.js';

/** Literals of which one is required. */
export interface LiteralSet {
  readonly literals: readonly string[];
  /** The estimated share of values that contain one of them: the lower, the better the set. */
  readonly share: number;
}

export interface LiteralLimits {
  /** Most literals in a set. Default: 1024. */
  readonly mostLiterals?: number;
  /** Longer texts are cut to this many bytes. Default: 24. */
  readonly longest?: number;
}

/** Above this share a set lets so much pass that it is not worth looking for. */
const USELESS = 0.97;
/** The same for a set beside others. */
const HARDLY_USEFUL = 0.5;
/** Sets that let so few pass need no further one. */
const ENOUGH = 0.002;

/** The texts as a set of literals: none when one of them is empty, and no text that contains another. */
export function literalSet(texts: Texts): LiteralSet | null {
  if (texts.size === 0 || texts.has('')) return null;
  const byLength = [...texts].sort((a, b) => a.length - b.length);
  const literals: string[] = [];
  for (const text of byLength) if (!literals.some(shorter => text.includes(shorter))) literals.push(text);
  let without = 1;
  for (const literal of literals) without *= 1 - shareOf(literal);
  return { literals, share: 1 - without };
}

/** The sets that let the fewest values pass, best first; none that the sets before it make useless. */
export function strongest(sets: readonly LiteralSet[], most: number): readonly LiteralSet[] {
  const sorted = [...sets].sort((a, b) => a.share - b.share || a.literals.length - b.literals.length);
  const chosen: LiteralSet[] = [];
  let passing = 1;
  for (const set of sorted) {
    if (chosen.length >= most || passing < ENOUGH) break;
    if (set.share > (chosen.length === 0 ? USELESS : HARDLY_USEFUL)) break;
    if (chosen.some(({ literals }) => isImplied(set.literals, literals))) continue;
    chosen.push(set);
    passing *= set.share;
  }
  return chosen;
}

/** True when whoever contains one of `by` contains one of `literals`. */
function isImplied(literals: readonly string[], by: readonly string[]): boolean {
  return by.every(text => literals.some(literal => text.includes(literal)));
}
