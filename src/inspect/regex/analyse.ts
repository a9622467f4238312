import type { Node } from './ast.js';
import { ANY_BYTE, type ByteSet, NEWLINE, NO_BYTE } from './byte-set.js';

/** Longest lookbehind branch, as in PCRE. */
const MAX_LOOKBEHIND = 65_535;
/** Longest fixed path that `fixedPath` spells out. */
const MAX_PATH = 256;

/** Whether some match of the node takes no byte. Assertions and lookarounds take none. */
export function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'sequence':
      return node.items.every(canBeEmpty);
    case 'alternation':
      return node.branches.some(canBeEmpty);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.item);
    case 'capture':
    case 'atomic':
      return canBeEmpty(node.item);
    default:
      return true;
  }
}

/** Whether the node is sure to match at every position of every subject. */
export function alwaysMatches(node: Node): boolean {
  switch (node.kind) {
    case 'empty':
    case 'keep':
      return true;
    case 'sequence':
      return node.items.every(alwaysMatches);
    case 'alternation':
      return node.branches.some(alwaysMatches);
    case 'repeat':
      return node.min === 0 || alwaysMatches(node.item);
    case 'capture':
    case 'atomic':
      return alwaysMatches(node.item);
    default:
      return false;
  }
}

/**
 * The bytes that can come next in the subject where the node, and then what follows it, matches. May name too many.
 * @param next the same for what follows the node alone
 */
export function nextBytes(node: Node, next: ByteSet): ByteSet {
  switch (node.kind) {
    case 'empty':
    case 'keep':
      return next;
    case 'set':
      return node.set;
    case 'sequence':
      return node.items.reduceRight((rest, item) => nextBytes(item, rest), next);
    case 'alternation':
      return node.branches.reduce((all, branch) => all.union(nextBytes(branch, next)), NO_BYTE);
    case 'repeat': {
      const first = nextBytes(node.item, next);
      return node.min === 0 || canBeEmpty(node.item) ? first.union(next) : first;
    }
    case 'capture':
    case 'atomic':
      return nextBytes(node.item, next);
    case 'look':
      return node.behind || node.negated ? next : nextBytes(node.item, ANY_BYTE).intersection(next);
    case 'backreference':
      return ANY_BYTE;
    case 'assertion':
      if (node.assertion === 'line-end' || node.assertion === 'text-end-or-newline')
        return next.intersection(NEWLINE);
      return node.assertion === 'text-end' ? NO_BYTE : next;
  }
}

/** The one way a node can match, a set for each byte, or null when it has several ways or asserts something. */
export function fixedPath(node: Node): readonly ByteSet[] | null {
  switch (node.kind) {
    case 'empty':
      return [];
    case 'set':
      return [node.set];
    case 'sequence': {
      const path: ByteSet[] = [];
      for (const item of node.items) {
        const part = fixedPath(item);
        if (part === null || path.length + part.length > MAX_PATH) return null;
        path.push(...part);
      }
      return path;
    }
    case 'repeat': {
      const part = node.min === node.max ? fixedPath(node.item) : null;
      if (part === null || part.length * node.min > MAX_PATH) return null;
      return Array.from({ length: node.min }, () => part).flat();
    }
    case 'capture':
    case 'atomic':
      return fixedPath(node.item);
    default:
      return null;
  }
}

/** The length of every match of the node, or null when they differ or are not known. */
export function fixedLength(node: Node): number | null {
  switch (node.kind) {
    case 'set':
      return 1;
    case 'sequence': {
      let sum = 0;
      for (const item of node.items) {
        const length = fixedLength(item);
        if (length === null) return null;
        sum += length;
      }
      return sum;
    }
    case 'alternation': {
      const first = fixedLength(node.branches[0]!);
      return node.branches.every(branch => fixedLength(branch) === first) ? first : null;
    }
    case 'repeat': {
      const length = node.min === node.max ? fixedLength(node.item) : null;
      return length === null ? null : length * node.min;
    }
    case 'capture':
    case 'atomic':
      return fixedLength(node.item);
    case 'backreference':
      return null;
    default:
      return 0;
  }
}

/** The length of each top-level branch of a lookbehind's body, or null where one has none. */
export function fixedLengths(body: Node): readonly number[] | null {
  const lengths: number[] = [];
  for (const branch of body.kind === 'alternation' ? body.branches : [body]) {
    const length = fixedLength(branch);
    if (length === null || length > MAX_LOOKBEHIND) return null;
    lengths.push(length);
  }
  return lengths;
}
