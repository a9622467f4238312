import { shareOf } from '../rarity.js';

/** One literal and the conditions (see `scanner.ts`) that it meets. */
export interface Literal {
  /** Not empty; ASCII letters in lower case. */
  readonly text: string;
  readonly conditions: readonly number[];
}

/** Bytes of a literal that are looked for first. */
export const ANCHOR = 4;
/** Six bits a byte. */
const MOST_CLASSES = 64;

/**
 * A class for each byte, in six bits: A–Z as a–z, 0 for bytes that no literal has. Where literals have more than 63 bytes,
 * several share a class: what is found by classes is compared byte by byte anyway.
 */
export function classesOf(literals: readonly Literal[]): Uint8Array {
  const classes = new Uint8Array(256);
  let next = 1;
  for (const { text } of literals) {
    for (let i = 0; i < text.length; i++) {
      const byte = text.charCodeAt(i) & 0xff;
      if (classes[byte] !== 0) continue;
      classes[byte] = next;
      next = next === MOST_CLASSES - 1 ? 1 : next + 1;
    }
  }
  for (let byte = 65; byte <= 90; byte++) classes[byte] = classes[byte + 32];
  return classes;
}

/** Where the rarest `ANCHOR` bytes of the text end: the index of the last of them. */
export function anchorEnd(text: string): number {
  let best = 0;
  let bestShare = Number.POSITIVE_INFINITY;
  for (let start = 0; start + ANCHOR <= text.length || start === 0; start++) {
    const share = shareOf(text.slice(start, start + ANCHOR));
    if (share < bestShare) {
      best = start;
      bestShare = share;
    }
  }
  return Math.min(best + ANCHOR, text.length) - 1;
}
