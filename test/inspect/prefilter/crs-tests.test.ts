import t from 'tap';
import { skipWithoutCrs4 } from '../../crs/corpus.js';
import { TempFolder } from '../../support/folder.js';
import { Comparison } from './parts/compare.js';
import { crsTests, samplesOf } from './parts/samples.js';
import { crsSites, shippedSites } from './parts/sites.js';

/** All tests of the release in the corpus: none may go missing unseen. */
const TESTS = 5082;
/** Tests of what is no request at all: a request line that cannot be read. */
const MOST_UNREADABLE = 20;

t.setTimeout(600_000);

t.test(
  'the filtered engine and the plain one agree on the regression tests of the Core Rule Set',
  { skip: skipWithoutCrs4 },
  async t => {
    const crs = crsSites(new TempFolder(t));
    const shipped = shippedSites(new TempFolder(t));
    const tests = crsTests();
    t.equal(tests.length, TESTS, 'every test is there');
    const comparison = new Comparison();
    let unreadable = 0;
    let turn = 0;
    for (const test of tests) {
      const samples = samplesOf(test);
      if (samples.length === 0) unreadable++;
      for (const sample of samples) {
        await comparison.on([...crs(turn), ...shipped(turn)], sample, turn);
        turn++;
      }
    }
    t.ok(unreadable <= MOST_UNREADABLE, `${unreadable} tests are no requests`);
    comparison.report(t);
    t.ok(comparison.withMatches > comparison.compared / 2, 'most of them match');
  },
);
