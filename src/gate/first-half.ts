/** Smallest table that gets an index: below it the index would be larger than the table. */
export const INDEX_FROM = 16_384;

/**
 * For every upper half of a word, how many entries of a sorted column come before it: the entries with that half stand
 * in `[index[half], index[half + 1])`, and the one before them may reach into it. 65,537 numbers, 256 KiB.
 */
export function buildIndex(sorted: Uint32Array): Uint32Array {
  const index = new Uint32Array(65_537);
  let at = 0;
  for (let half = 0; half < 65_536; half++) {
    while (at < sorted.length && sorted[at] >>> 16 < half) at++;
    index[half] = at;
  }
  index[65_536] = sorted.length;
  return index;
}
