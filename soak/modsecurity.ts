import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { mutated } from '../test/inspect/prefilter/parts/mutations.js';
import { valuesAtHand } from '../test/inspect/prefilter/parts/values.js';
import { corpusPatterns } from '../test/inspect/regex/corpus.js';
import {
  buildRig,
  compareWithModSecurity,
  noComparison,
  skipWithoutModSecurity,
} from '../test/inspect/regex/modsecurity.js';
import type { Soak } from './soak.js';

/** Values at a time: what both sides hold. */
const PORTION = 2000;
/** Mutations of each value, on the average. */
const MUTATIONS = 4;

/** The whole product of patterns and values. */
export const modsecurity: Soak = {
  name: 'regex-modsecurity',
  summary: 'Every pattern of the rule sets on every value at hand and its mutations, against libmodsecurity.',
  skip: skipWithoutModSecurity,
  minutes: 10,
  async run(seed, say) {
    const folder = mkdtempSync(join(tmpdir(), 'sekisho-soak-'));
    try {
      const program = buildRig(folder);
      const known = valuesAtHand();
      const changed = fc.sample(mutated(known), { numRuns: MUTATIONS * known.length, seed });
      const values = [...known, ...changed];
      const patterns = corpusPatterns();
      const sum = noComparison();
      for (let at = 0; at < values.length; at += PORTION) {
        compareWithModSecurity(program, patterns, values.slice(at, at + PORTION), sum);
        say(
          `${Math.min(at + PORTION, values.length)} of ${values.length} values, ${sum.differences.length} differences`,
        );
      }
      const figures = {
        patterns: patterns.length,
        values: values.length,
        comparisons: sum.compared,
        matches: sum.matched,
        'libmodsecurity gave up at its match limit in front of what we find': sum.peerGaveUp.length,
        'of these': [...new Set(sum.peerGaveUp.map(text => text.slice(0, 300)))].join(' | '),
        'patterns on which the matcher gave up': [...sum.bounded].map(text => text.slice(0, 80)).join(' | '),
      };
      return { wrong: sum.differences, figures };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
