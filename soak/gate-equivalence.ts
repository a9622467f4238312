import { comparePairs } from '../test/gate/pairs.js';

/** The compiled gate against a naive one on a million random (list, address) pairs. */
export async function run(pairs = 1_000_000, seed = Date.now() >>> 0): Promise<void> {
  const { differences, inside, malformed } = comparePairs(pairs, seed);
  console.log(
    `gate equivalence: ${pairs} pairs, ${inside} inside, ${malformed} malformed, seed ${seed}: ${differences.length} differences`,
  );
  if (differences.length > 0) throw new Error(differences.slice(0, 20).join('\n'));
}
