import fc from 'fast-check';
import t, { type Test } from 'tap';
import { skipWithoutCrs4 } from '../../crs/corpus.js';
import { TempFolder } from '../../support/folder.js';
import { Comparison } from './parts/compare.js';
import { requests } from './parts/generated-requests.js';
import { mutated } from './parts/mutations.js';
import { crsSites, type SitesInTurn, shippedSites } from './parts/sites.js';
import { valuesAtHand } from './parts/values.js';

/** Repeat a run with `SEED=… npx tap …`. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const VALUES = Number(process.env['VALUES'] ?? 100_000);
/** Requests between two looks at how many values there were. */
const ROUND = 100;

t.setTimeout(900_000);

async function compare(t: Test, sites: SitesInTurn): Promise<void> {
  const comparison = new Comparison();
  const arbitrary = requests(mutated(valuesAtHand()));
  let values = 0;
  for (let round = 0; values < VALUES; round++) {
    const property = fc.asyncProperty(arbitrary, async ({ sample, values: count, turn }) => {
      values += count;
      const [difference] = await comparison.on(sites(turn), sample, turn);
      if (difference !== undefined) throw new Error(difference);
    });
    await fc.assert(property, { numRuns: ROUND, seed: SEED + round, interruptAfterTimeLimit: 120_000 });
  }
  t.comment(`seed ${SEED}: ${values} values`);
  comparison.report(t);
  t.ok(comparison.withMatches > comparison.compared / 3, 'many of them match');
}

t.test('100,000 mutated values on sites with the shipped rules', async t => {
  await compare(t, shippedSites(new TempFolder(t)));
});

t.test('100,000 mutated values on sites with the Core Rule Set', { skip: skipWithoutCrs4 }, async t => {
  await compare(t, crsSites(new TempFolder(t)));
});
