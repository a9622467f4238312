/** Smallest column that gets an index: a binary search of less stays in the processor's nearest cache. */
const INDEX_FROM = 4096;
/** Most buckets of an index: 1 MiB. */
const MOST_BUCKETS = 2 ** 18;

/**
 * Where to look in a sorted column of words. The space between its first and its last word is cut into buckets of equal
 * width, about one for every two words, so that a search ends within a line or two of memory where a binary search of a
 * million words would wait for memory twenty times.
 */
export class SortedIndex {
  readonly #first: number;
  readonly #last: number;
  readonly #shift: number;
  /**
   * Where the words of each bucket begin. Before the first bucket and behind the last stands an empty one, for words that
   * are smaller or larger than all.
   */
  readonly edges: Uint32Array;

  private constructor(sorted: Uint32Array) {
    this.#first = sorted[0];
    this.#last = sorted[sorted.length - 1];
    const most = Math.min(MOST_BUCKETS, sorted.length / 2);
    let shift = 0;
    while ((this.#last - this.#first) / 2 ** shift >= most) shift++;
    this.#shift = shift;
    const buckets = ((this.#last - this.#first) >>> shift) + 1;
    this.edges = new Uint32Array(buckets + 3);
    let at = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      while (at < sorted.length && (sorted[at] - this.#first) >>> shift < bucket) at++;
      this.edges[bucket + 1] = at;
    }
    this.edges[buckets + 1] = sorted.length;
    this.edges[buckets + 2] = sorted.length;
  }

  /** @returns null when the column is too short to be worth one */
  static of(sorted: Uint32Array): SortedIndex | null {
    return sorted.length < INDEX_FROM ? null : new SortedIndex(sorted);
  }

  /** `bucket` such that the last word that is not larger stands at or right before `[edges[bucket], edges[bucket + 1])`. */
  bucketOf(word: number): number {
    if (word < this.#first) return 0;
    return word > this.#last ? this.edges.length - 2 : ((word - this.#first) >>> this.#shift) + 1;
  }
}
