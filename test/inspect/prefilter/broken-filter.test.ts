import t, { type Test } from 'tap';
import { RequestHead } from '../../../src/core/index.js';
import type { OperatorSpec } from '../../../src/inspect/contract.js';
import { OPERATORS } from '../../../src/inspect/operators/index.js';
import { skipWithoutCrs4 } from '../../crs/corpus.js';
import { TempFolder } from '../../support/folder.js';
import { Comparison } from './parts/compare.js';
import { crsTests, samplesOf } from './parts/samples.js';
import { CRS_FILES, type NamedSite, sitesOf } from './parts/sites.js';

/** The comparison must be able to fail: each mistake that it is there for is made on purpose here, and must be seen. */

t.setTimeout(240_000);

/** No request holds it. */
const NEVER = [['\0\x01\x02 in no request \0']];
/** One regression test in so many. */
const STEP = 8;

/** Replaces a method of operators while rules are loaded. */
function loadBroken(
  change: (spec: OperatorSpec) => Partial<OperatorSpec>,
  load: () => NamedSite[],
): NamedSite[] {
  const specs = [...OPERATORS.values()];
  const before = specs.map(spec => ({ ...spec }));
  for (const spec of specs) Object.assign(spec, change(spec));
  try {
    return load();
  } finally {
    for (const [index, spec] of specs.entries()) Object.assign(spec, before[index]);
  }
}

/** The filter of the one rule whose operator has this argument looks for what never comes. */
function withWrongFilter(argument: string): (spec: OperatorSpec) => Partial<OperatorSpec> {
  return ({ requires }) =>
    requires === undefined
      ? {}
      : { requires: (macro, files) => (macro.source === argument ? NEVER : requires(macro, files)) };
}

async function differencesIn(
  t: Test,
  sites: readonly NamedSite[],
  ruleIds: readonly number[],
): Promise<string[]> {
  const comparison = new Comparison();
  for (const test of crsTests(({ ruleId }) => ruleIds.includes(ruleId))) {
    for (const [turn, sample] of samplesOf(test).entries()) await comparison.on(sites, sample, turn);
  }
  t.comment(`${comparison.differences.length} of ${comparison.compared} comparisons differ`);
  return comparison.differences;
}

const SITES = { all: 'mode: detect, paranoia: 4' };

t.test(
  'a wrong literal in the filter of one rule is seen, and the rule named',
  { skip: skipWithoutCrs4 },
  async t => {
    const load = (): NamedSite[] => sitesOf(new TempFolder(t), CRS_FILES, SITES);
    const sound = load();
    for (const [rule, operator] of [
      [941110, 'rx'],
      [930130, 'pmFromFile'],
      [933100, 'rx'],
      [944110, 'rx'],
    ] as const) {
      const test = sound[0].running.plan.rulesById.get(rule)?.links[0].test;
      t.equal(test?.operatorName, operator);
      const broken = loadBroken(withWrongFilter(test?.operatorArgument ?? ''), load);
      t.same(await differencesIn(t, sound, [rule]), [], 'nothing differs with the right filter');
      const differences = await differencesIn(t, broken, [rule]);
      t.ok(differences.length > 0, `${rule}: seen`);
      t.ok(
        differences.every(
          text =>
            text.includes(`only plain: "${rule}.0 `) || text.includes(`only plain: "{\\"id\\":${rule},`),
        ),
        'the match that is missing is named',
      );
    }
  },
);

t.test(
  'with every filter wrong, nearly every rule that has one is seen to be missing',
  { skip: skipWithoutCrs4 },
  async t => {
    const broken = loadBroken(
      ({ requires }) => (requires === undefined ? {} : { requires: (...args) => requires(...args) && NEVER }),
      () => sitesOf(new TempFolder(t), CRS_FILES, SITES),
    );
    const comparison = new Comparison();
    for (const [index, test] of crsTests().entries()) {
      // Even turns with a trace, which names every rule that only the plain engine matched.
      if (index % STEP === 0) for (const sample of samplesOf(test)) await comparison.on(broken, sample, 0);
    }
    const missed = new Set<string>();
    for (const text of comparison.differences) {
      for (const [, rule] of text.matchAll(/only plain: "(\d+)\.0 /g)) missed.add(rule);
    }
    t.comment(
      `${comparison.differences.length} of ${comparison.compared} comparisons differ, ${missed.size} rules`,
    );
    t.ok(missed.size > 150, `${missed.size} rules`);
    t.ok(comparison.differences.length > comparison.compared / 2);
  },
);

t.test('an answer kept although it depends on the site is seen', async t => {
  const folder = new TempFolder(t);
  // The second rule is there so that the plan has a prefilter at all.
  const rules = folder.write(
    'rules.conf',
    `SecRule ARGS "@levelFour yes" "id:1,phase:1,pass,log,msg:'level 4'"
SecRule ARGS "@contains other" "id:2,phase:1,pass,log"
`,
  );
  // Claims to depend on nothing but value and argument.
  const levelFour: OperatorSpec = {
    name: 'levelFour',
    summary: '',
    example: '',
    compile: () => (_, scope) => scope.macroValue('TX', 'detection_paranoia_level') === '4',
  };
  const head = new RequestHead('GET', '/?a=value', '1.1', ['Host', 'a.example']);
  const sample = { name: 'a request', request: { head, body: Buffer.alloc(0) } };
  const operators = OPERATORS as Map<string, OperatorSpec>;
  const differencesOf = async (spec: OperatorSpec): Promise<readonly string[]> => {
    operators.set('levelfour', spec);
    t.teardown(() => operators.delete('levelfour'));
    const sites = sitesOf(folder, [rules], {
      four: 'mode: detect, paranoia: 4',
      one: 'mode: detect, paranoia: 1',
    });
    const comparison = new Comparison();
    for (let turn = 0; turn < 8; turn++) await comparison.on(sites, sample, turn);
    return comparison.differences;
  };
  t.same(await differencesOf({ ...levelFour, isImpure: true }), []);
  t.ok((await differencesOf(levelFour)).length > 0);
});
