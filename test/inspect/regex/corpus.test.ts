import t from 'tap';
import { compileRegex } from '../../../src/inspect/regex/index.js';
import { corpusPatterns, RULE_SETS, rulePatterns } from './corpus.js';

t.test('the patterns of rule sets compile, and nearly all are for RE2 alone', async t => {
  for (const { rule, pattern } of corpusPatterns()) {
    t.doesNotThrow(() => compileRegex(pattern), `${rule} ${pattern.slice(0, 60)}`);
  }
  const crs4 = rulePatterns(RULE_SETS.crs4);
  t.comment(`CRS 4: ${crs4.length} patterns`);
  const beyond = crs4.filter(({ pattern }) => compileRegex(pattern).engine !== 're2');
  t.same(beyond, [], 'CRS 4 needs no matcher');
  const debian = rulePatterns(RULE_SETS.debian);
  t.comment(`CRS 3.3 of Debian: ${debian.length} patterns`);
  const known = new Set(['920120', '920600', '942130', '942260', '953120']);
  const needMatcher = debian.filter(({ pattern }) => compileRegex(pattern).engine !== 're2');
  t.same(
    needMatcher.filter(({ rule }) => !known.has(rule)),
    [],
    'only the known rules of CRS 3.3 need the matcher',
  );
});
