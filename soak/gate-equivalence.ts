import { comparePairs } from '../test/gate/pairs.js';
import type { Soak } from './soak.js';

const PAIRS = 1_000_000;

/** The property test of the suite, thirty times as long. */
export const gateEquivalence: Soak = {
  name: 'gate-equivalence',
  summary: 'The compiled gate against a naive one on 1,000,000 random (list, address) pairs.',
  skip: false,
  minutes: 2,
  async run(seed) {
    const { differences, inside, malformed } = comparePairs(PAIRS, seed);
    return { wrong: differences, figures: { pairs: PAIRS, inside, malformed } };
  },
};
