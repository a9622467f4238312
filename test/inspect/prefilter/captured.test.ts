import t from 'tap';
import { skipWithoutCrs4 } from '../../crs/corpus.js';
import { TempFolder } from '../../support/folder.js';
import { Comparison } from './parts/compare.js';
import { captured, capturedNames, skipWithoutCaptured } from './parts/samples.js';
import { crsSites, shippedSites } from './parts/sites.js';

t.setTimeout(900_000);

t.test(
  'the filtered engine and the plain one agree on captured requests',
  { skip: skipWithoutCaptured || skipWithoutCrs4 },
  async t => {
    const crs = crsSites(new TempFolder(t));
    const shipped = shippedSites(new TempFolder(t));
    const comparison = new Comparison();
    const names = capturedNames();
    for (const [turn, name] of names.entries()) {
      await comparison.on([...crs(turn), ...shipped(turn)], captured(name), turn);
    }
    comparison.report(t);
    t.equal(comparison.compared, 4 * names.length, 'every request on every kind of site');
  },
);
