import type { AddressSpan } from './operation.js';

/**
 * A map by address: IPv4 by the address, IPv6 by its /64, which is what one subscriber has. Keys are 32-bit integers, so
 * that asking allocates nothing.
 */
export class AddressMap<Value> {
  readonly #v4 = new Map<number, Value>();
  readonly #v6 = new Map<number, Map<number, Value>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param words an address, four words or the first four of a span */
  get(family: 4 | 6, words: ArrayLike<number>): Value | undefined {
    if (family === 4) return this.#v4.get(words[3] | 0);
    return this.#v6.get(words[0] | 0)?.get(words[1] | 0);
  }

  set(family: 4 | 6, words: ArrayLike<number>, value: Value): void {
    let map = this.#v4;
    if (family === 6) {
      map = this.#v6.get(words[0] | 0) ?? new Map();
      this.#v6.set(words[0] | 0, map);
    }
    const before = map.size;
    map.set(words[family === 4 ? 3 : 1] | 0, value);
    this.#size += map.size - before;
  }

  delete(family: 4 | 6, words: ArrayLike<number>): void {
    const map = family === 4 ? this.#v4 : this.#v6.get(words[0] | 0);
    if (map?.delete(words[family === 4 ? 3 : 1] | 0) !== true) return;
    this.#size--;
    if (family === 6 && map.size === 0) this.#v6.delete(words[0] | 0);
  }

  *values(): Generator<Value> {
    yield* this.#v4.values();
    for (const map of this.#v6.values()) yield* map.values();
  }
}

/** Whether a span is what an `AddressMap` has a key for: one IPv4 address, or one IPv6 /64. */
export function isKey({ family, words }: AddressSpan): boolean {
  if (family === 4) return words[3] === words[7];
  const [a, b, c, d, a2, b2, c2, d2] = words;
  return a === a2 && b === b2 && c === 0 && d === 0 && c2 === 0xffff_ffff && d2 === 0xffff_ffff;
}

export function spanContains(span: AddressSpan, family: 4 | 6, words: ArrayLike<number>): boolean {
  if (span.family !== family) return false;
  return compareWords(span.words, 0, words, 0) <= 0 && compareWords(words, 0, span.words, 4) <= 0;
}

/** Whether two spans have an address in common. */
export function spansOverlap(left: AddressSpan, right: AddressSpan): boolean {
  return (
    left.family === right.family &&
    compareWords(left.words, 0, right.words, 4) <= 0 &&
    compareWords(right.words, 0, left.words, 4) <= 0
  );
}

function compareWords(left: ArrayLike<number>, i: number, right: ArrayLike<number>, j: number): number {
  for (let w = 0; w < 4; w++) {
    const order = left[i + w] - right[j + w];
    if (order !== 0) return order;
  }
  return 0;
}
