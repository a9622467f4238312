import t from 'tap';
import { expandPattern, loadRules } from '../../src/seclang/index.js';
import { CRS3, CRS3_SETUP, CRS4, skipWithoutCrs3, skipWithoutCrs4 } from './corpus.js';

/** Loads a rule set as it comes, its exclusion templates too. */
function load(setup: string, folder: string) {
  const pattern = (name: string) => expandPattern(`${folder}/rules/${name}`);
  return loadRules([setup, ...pattern('*.conf'), ...pattern('*.conf.example')]);
}

t.test('CRS 4 loads without errors and without edits', { skip: skipWithoutCrs4 }, async t => {
  const { plan, warnings } = load(`${CRS4}/crs-setup.conf.example`, CRS4);
  t.ok(plan.rulesById.size > 600, `${plan.rulesById.size} rules`);
  t.same(warnings, []);
  for (const phase of [1, 2, 3, 4, 5] as const) t.ok(plan.phases[phase].length > 0, `phase ${phase}`);
});

t.test('CRS 3.3 loads without errors and without edits', { skip: skipWithoutCrs3 }, async t => {
  const { plan, warnings } = load(CRS3_SETUP, CRS3);
  t.ok(plan.rulesById.size > 500, `${plan.rulesById.size} rules`);
  const other = warnings.filter(({ found }) => !found.startsWith('@rbl never matches'));
  t.same(other, [], 'nothing but what a gateway cannot ask of DNS');
});
