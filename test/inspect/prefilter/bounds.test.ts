import t from 'tap';
import { RequestHead } from '../../../src/core/index.js';
import { TempFolder } from '../../support/folder.js';
import { Comparison, type Sample } from './parts/compare.js';
import { type NamedSite, sitesOf } from './parts/sites.js';

/** Where a bound is reached the plain path is run: nothing is passed over, and nothing else is found. */

t.setTimeout(200_000);

const SITES = { one: 'mode: detect', two: 'mode: detect, exclude: [{ rule: 2, target: ARGS }]' };

function requestWith(values: readonly string[]): Sample {
  const query = values.map((value, index) => `a${index}=${encodeURIComponent(value)}`).join('&');
  const head = new RequestHead('POST', '/', '1.1', [
    ...['Host', 'a.example', 'Content-Type', 'application/x-www-form-urlencoded'],
    ...['Content-Length', String(query.length)],
  ]);
  return { name: 'a request', request: { head, body: Buffer.from(query) } };
}

function sites(folder: TempFolder, rules: string): NamedSite[] {
  return sitesOf(folder, [folder.write('rules.conf', `SecRequestBodyAccess On\n${rules}`)], SITES);
}

const RULES = `SecRule ARGS "@rx (?i)union\\s+select ([a-z]+)" "id:1,phase:2,pass,log,capture,t:none,t:urlDecodeUni,setvar:tx.n=+1"
SecRule ARGS "@contains needle" "id:2,phase:2,pass,log,t:none,t:lowercase,setvar:tx.n=+1"
SecRule ARGS "@pm one two" "id:3,phase:2,pass,log,t:none,setvar:tx.n=+1"
`;

t.test('literals that are too many for the automaton: the plain path, for all rules', async t => {
  const folder = new TempFolder(t);
  // Beginnings are cut shorter where literals are many: these are too many even at three bytes.
  const signs = '!$%()*+,-.0123456789;<=>?@[]^_`abcdefghijklmnopqrstuvwxyz{|}~';
  const words = Array.from(
    { length: 120_000 },
    (_, i) =>
      `${signs[i % 59]}${signs[(i * 7) % 61]}${signs[Math.floor(i / 59) % 57]}${signs[Math.floor(i / 3_363) % 53]}`,
  );
  folder.write('words.data', `${words.join('\n')}\n`);
  const both = sites(
    folder,
    `${RULES}SecRule ARGS "@pmFromFile words.data" "id:4,phase:2,pass,log,t:none,setvar:tx.n=+1"\n`,
  );
  const comparison = new Comparison();
  const samples = [['harmless'], ['UNION  select abc', words[777]], ['a Needle'], [words[19_999], 'two']];
  for (const [turn, values] of samples.entries()) await comparison.on(both, requestWith(values), turn);
  comparison.report(t);
  t.equal(
    comparison.withMatches,
    5,
    'three requests on the first site, two on the one that excludes the needle',
  );
  t.equal(both[0].running.plan.programs.full.prefilter, null, 'there is no prefilter');
});

t.test('more values than are kept, each coming three times, and under two sites’ exclusions', async t => {
  const both = sites(new TempFolder(t), RULES);
  const comparison = new Comparison();
  const lures = ['union select x', 'a needle', 'two', 'nothing'];
  for (let turn = 0; turn < 3 * 120; turn++) {
    const block = turn % 120;
    // 12,000 in all: more than two generations hold.
    const values = Array.from({ length: 100 }, (_, i) => `${lures[i % 4]} ${block}-${i}`);
    await comparison.on(both, requestWith(values), turn);
  }
  comparison.report(t);
  t.equal(comparison.withMatches, comparison.compared);
});

t.test('values longer than are kept, and far longer than are recorded', async t => {
  const both = sites(new TempFolder(t), RULES);
  const comparison = new Comparison();
  for (const size of [511, 512, 513, 4095, 4097, 70_000, 250_000]) {
    for (const lure of ['union select x', 'needle', 'two', 'none of them']) {
      for (const value of [`${'x '.repeat(size / 2)}${lure}`, `${lure}${'\xff'.repeat(size)}`]) {
        for (let turn = 1; turn < 3; turn++) await comparison.on(both, requestWith([value]), turn);
      }
    }
  }
  comparison.report(t);
  t.ok(comparison.withMatches > 0.6 * comparison.compared);
});
