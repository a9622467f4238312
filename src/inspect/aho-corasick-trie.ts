/** The trie of a set of patterns with its failure links, in typed arrays indexed by state. State 0 is the root. */
export class Trie {
  constructor(
    readonly stateCount: number,
    /** Class of each byte; class 0 is every byte that no pattern has. */
    readonly classOf: Uint8Array,
    readonly classCount: number,
    /** States from here on are those where a pattern ends (a suffix of what was read counts). */
    readonly firstFinal: number,
    /** First child of a state, then the siblings from it; -1 ends the list. */
    readonly firstChild: Int32Array,
    readonly sibling: Int32Array,
    /** Class of the byte that leads to the state. */
    readonly label: Uint8Array,
    /** State of the longest proper suffix that is in the trie. */
    readonly fail: Int32Array,
    /** First pattern that is exactly what leads to the state, or -1; further ones by `samePattern`. */
    readonly patternAt: Int32Array,
    readonly samePattern: Int32Array,
    /** State of the next shorter suffix that is a pattern, or -1. */
    readonly shorter: Int32Array,
    /** All states, parents and shorter ones first. */
    readonly breadthFirst: Int32Array,
    /** Children of the root by class, 0 where there is none: most bytes are read there. */
    readonly fromRoot: Int32Array,
  ) {}

  get memory(): number {
    return (
      this.classOf.byteLength + this.label.byteLength + this.stateCount * 4 * 6 + this.samePattern.byteLength
    );
  }

  /** The state after one more byte, by failure links: linear over a whole text. */
  step(state: number, byteClass: number): number {
    for (let at = state; at !== 0; at = this.fail[at]!) {
      const child = childOf(this.firstChild, this.sibling, this.label, at, byteClass);
      if (child >= 0) return child;
    }
    return this.fromRoot[byteClass]!;
  }
}

/** @param patterns none of them empty; lower-case when `caseInsensitive` */
export function buildTrie(patterns: readonly string[], caseInsensitive: boolean): Trie {
  const { classOf, classCount } = byteClasses(patterns, caseInsensitive);
  let most = 1;
  for (const pattern of patterns) most += pattern.length;
  const firstChild = new Int32Array(most).fill(-1);
  const sibling = new Int32Array(most).fill(-1);
  const label = new Uint8Array(most);
  const patternAt = new Int32Array(most).fill(-1);
  const samePattern = new Int32Array(patterns.length).fill(-1);

  let count = 1;
  for (let pattern = patterns.length - 1; pattern >= 0; pattern--) {
    let state = 0;
    const text = patterns[pattern]!;
    for (let i = 0; i < text.length; i++) {
      const byteClass = classOf[text.charCodeAt(i) & 0xff]!;
      let child = childOf(firstChild, sibling, label, state, byteClass);
      if (child < 0) {
        child = count++;
        label[child] = byteClass;
        sibling[child] = firstChild[state]!;
        firstChild[state] = child;
      }
      state = child;
    }
    samePattern[pattern] = patternAt[state]!;
    patternAt[state] = pattern;
  }
  const links = failureLinks(count, classCount, firstChild, sibling, label, patternAt);
  return renumber({
    count,
    classOf,
    classCount,
    firstChild,
    sibling,
    label,
    patternAt,
    samePattern,
    ...links,
  });
}

function byteClasses(patterns: readonly string[], caseInsensitive: boolean) {
  const classOf = new Uint8Array(256);
  const seen = new Uint8Array(256);
  for (const pattern of patterns) {
    for (let i = 0; i < pattern.length; i++) seen[pattern.charCodeAt(i) & 0xff] = 1;
  }
  // When all 256 bytes occur there is no other byte, and class 0 is that of the first.
  let classCount = seen.includes(0) ? 1 : 0;
  for (let code = 0; code < 256; code++) if (seen[code] === 1) classOf[code] = classCount++;
  if (caseInsensitive) for (let code = 0x41; code <= 0x5a; code++) classOf[code] = classOf[code | 0x20]!;
  return { classOf, classCount };
}

function childOf(
  firstChild: Int32Array,
  sibling: Int32Array,
  label: Uint8Array,
  state: number,
  byteClass: number,
): number {
  let child = firstChild[state]!;
  while (child >= 0 && label[child] !== byteClass) child = sibling[child]!;
  return child;
}

function failureLinks(
  count: number,
  classCount: number,
  firstChild: Int32Array,
  sibling: Int32Array,
  label: Uint8Array,
  patternAt: Int32Array,
) {
  const fail = new Int32Array(count);
  const shorter = new Int32Array(count).fill(-1);
  const breadthFirst = new Int32Array(count);
  const fromRoot = new Int32Array(classCount);
  for (let child = firstChild[0]!; child >= 0; child = sibling[child]!) fromRoot[label[child]!] = child;

  let queued = 1;
  for (let next = 0; next < queued; next++) {
    const state = breadthFirst[next]!;
    for (let child = firstChild[state]!; child >= 0; child = sibling[child]!) {
      breadthFirst[queued++] = child;
      if (state === 0) continue;
      const byteClass = label[child]!;
      let suffix = fail[state]!;
      let target = -1;
      while (suffix !== 0 && target < 0) {
        target = childOf(firstChild, sibling, label, suffix, byteClass);
        suffix = fail[suffix]!;
      }
      const link = target < 0 ? fromRoot[byteClass]! : target;
      fail[child] = link;
      shorter[child] = patternAt[link]! >= 0 ? link : shorter[link]!;
    }
  }
  return { fail, shorter, breadthFirst, fromRoot };
}

interface Draft {
  readonly count: number;
  readonly classOf: Uint8Array;
  readonly classCount: number;
  readonly firstChild: Int32Array;
  readonly sibling: Int32Array;
  readonly label: Uint8Array;
  readonly fail: Int32Array;
  readonly patternAt: Int32Array;
  readonly samePattern: Int32Array;
  readonly shorter: Int32Array;
  readonly breadthFirst: Int32Array;
  readonly fromRoot: Int32Array;
}

/** Gives the states where a pattern ends the highest numbers, each group breadth first: near states stay near. */
function renumber(draft: Draft): Trie {
  const { count, patternAt, shorter, breadthFirst } = draft;
  const isFinal = (state: number): boolean => patternAt[state]! >= 0 || shorter[state]! >= 0;
  const order = [...breadthFirst].sort((left, right) => Number(isFinal(left)) - Number(isFinal(right)));
  const newNumber = new Int32Array(count);
  for (let state = 0; state < count; state++) newNumber[order[state]!] = state;

  const state = (old: number): number => (old < 0 ? -1 : newNumber[old]!);
  const states = (old: Int32Array): Int32Array => Int32Array.from(order, at => state(old[at]!));
  const firstFinal = order.findIndex(isFinal);
  return new Trie(
    count,
    draft.classOf,
    draft.classCount,
    firstFinal < 0 ? count : firstFinal,
    states(draft.firstChild),
    states(draft.sibling),
    Uint8Array.from(order, at => draft.label[at]!),
    states(draft.fail),
    Int32Array.from(order, at => patternAt[at]!),
    draft.samePattern,
    states(shorter),
    breadthFirst.map(state),
    draft.fromRoot.map(state),
  );
}
