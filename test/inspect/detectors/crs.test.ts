import { existsSync } from 'node:fs';
import t from 'tap';
import { isXss } from '../../../src/inspect/detectors/html/index.js';
import { isSqli } from '../../../src/inspect/detectors/sql/index.js';
import { crsCases } from './crs.js';
import { asSqliRulesSee, asXssRulesSee, CORPUS } from './support.js';

/** The CRS rules that are nothing but these operators, with the variables they look at. */
const rules = [
  {
    rule: 942100,
    is: isSqli,
    see: asSqliRulesSee,
    sources: ['name', 'query', 'body', 'cookie', 'user-agent', 'referer', 'xml'],
  },
  { rule: 942101, is: isSqli, see: asSqliRulesSee, sources: ['path', 'basename'] },
  {
    rule: 941100,
    is: isXss,
    see: asXssRulesSee,
    sources: ['name', 'query', 'body', 'cookie', 'user-agent', 'xml'],
  },
  { rule: 941101, is: isXss, see: asXssRulesSee, sources: ['path', 'referer'] },
];
const folders = ['REQUEST-941-APPLICATION-ATTACK-XSS/', 'REQUEST-942-APPLICATION-ATTACK-SQLI/'];

const skip = existsSync(CORPUS) ? false : 'needs ../shared/corpus';

t.test('the tests of the CRS rules with these operators', { skip }, async t => {
  let count = 0;
  for (const { rule, is, see, sources } of rules) {
    for (const folder of folders) {
      const tests = new URL(`crs/tests/regression/${folder}`, CORPUS);
      for (const { id, expected, samples } of crsCases(tests, String(rule))) {
        const matched = samples.filter(sample => sources.includes(sample.source) && is(see(sample.value)));
        t.equal(matched.length > 0, expected, id);
        count++;
      }
    }
  }
  t.ok(count >= 35, `${count} tests ran`);
});
