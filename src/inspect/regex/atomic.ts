import { fixedPath } from './analyse.js';
import type { Node, RepeatNode } from './ast.js';
import type { ByteSet } from './byte-set.js';

/** The part of `After` that matters here. */
interface Following {
  readonly next: () => ByteSet;
  readonly always: boolean;
}

/** Alternations with more branches are not compared pair by pair. */
const MAX_BRANCHES = 64;

/**
 * Whether forgetting the choices made in `item` (as an atomic group or a possessive quantifier does) changes nothing:
 * then it may be lowered as a plain group. The cases, and why each is safe:
 * - What follows always matches: the first way through the item is the one taken, none is ever reconsidered.
 * - The item has one way to match: there are no choices to forget.
 * - A greedy loop over a body with one way to match: giving turns back puts the end where a turn began, so what
 *   follows would have to begin with a byte that begins the body. When it cannot, giving back never helps.
 * - An alternation of bodies with one way each: once an earlier branch matched, a later one matters only if it ends
 *   elsewhere. If it is shorter, what follows would have to begin with the earlier branch's next byte; when it cannot,
 *   the later branch never helps. If it is longer, nothing is known.
 * - A sequence whose items have one way each, except the last, for which one of the above holds.
 */
export function isFreeOfChoice(item: Node, following: Following): boolean {
  if (following.always || fixedPath(item) !== null) return true;
  switch (item.kind) {
    case 'repeat':
      return item.mode !== 'lazy' && isFreeLoop(item, following);
    case 'alternation':
      return areFreeBranches(item.branches, following);
    case 'sequence': {
      const last = item.items.length - 1;
      return item.items.every((part, i) =>
        i < last ? fixedPath(part) !== null : isFreeOfChoice(part, following),
      );
    }
    case 'capture':
    case 'atomic':
      return isFreeOfChoice(item.item, following);
    default:
      return false;
  }
}

function isFreeLoop(loop: RepeatNode, { next }: Following): boolean {
  const path = fixedPath(loop.item);
  return path !== null && path.length > 0 && !path[0]!.intersects(next());
}

function areFreeBranches(branches: readonly Node[], { next }: Following): boolean {
  if (branches.length > MAX_BRANCHES) return false;
  const paths: (readonly ByteSet[])[] = [];
  for (const branch of branches) {
    const path = fixedPath(branch);
    if (path === null) return false;
    paths.push(path);
  }
  return paths.every((later, j) =>
    paths.slice(0, j).every(earlier => {
      const shared = Math.min(earlier.length, later.length);
      for (let k = 0; k < shared; k++) if (!earlier[k]!.intersects(later[k]!)) return true;
      if (later.length === earlier.length) return true;
      return later.length < earlier.length && !earlier[later.length]!.intersects(next());
    }),
  );
}
