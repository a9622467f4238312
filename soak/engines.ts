import fc from 'fast-check';
import { skipWithoutCrs4 } from '../test/crs/corpus.js';
import { Comparison } from '../test/inspect/prefilter/parts/compare.js';
import { requests } from '../test/inspect/prefilter/parts/generated-requests.js';
import { mutated } from '../test/inspect/prefilter/parts/mutations.js';
import { crsSites, shippedSites } from '../test/inspect/prefilter/parts/sites.js';
import { valuesAtHand } from '../test/inspect/prefilter/parts/values.js';
import { TempFolder } from '../test/support/folder.js';
import type { Soak } from './soak.js';

const VALUES = 2_000_000;
const ROUND = 200;

/** The property test of the suite, twenty times as long, each request on the sites of both rule sets. */
export const engines: Soak = {
  name: 'engines',
  summary: 'The filtered engine against the plain one on 2,000,000 mutated values.',
  skip: skipWithoutCrs4,
  minutes: 60,
  async run(seed, say) {
    const ends: (() => unknown)[] = [];
    const temporary = { teardown: (end: () => unknown) => ends.push(end) };
    const crs = crsSites(new TempFolder(temporary));
    const shipped = shippedSites(new TempFolder(temporary));
    const arbitrary = requests(mutated(valuesAtHand()));
    const comparison = new Comparison();
    let values = 0;
    for (let round = 0; values < VALUES; round++) {
      for (const generated of fc.sample(arbitrary, { numRuns: ROUND, seed: seed + round })) {
        const { sample, turn } = generated;
        values += generated.values;
        await comparison.on([...crs(turn), ...shipped(turn)], sample, turn);
      }
      say(`${values} of ${VALUES} values, ${comparison.differences.length} differences`);
    }
    for (const end of ends) end();
    const { compared, withMatches, stopped, faults, differences } = comparison;
    return { wrong: differences, figures: { values, compared, withMatches, stopped, faults } };
  },
};
