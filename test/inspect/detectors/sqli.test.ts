import t from 'tap';
import { describeSqli, isSqli } from '../../../src/inspect/detectors/sql/index.js';
import { vectors } from './support.js';

t.test('attacks are found', async t => {
  const values = vectors('sqli-attack');
  t.ok(values.length > 530, `${values.length} vectors were read`);
  t.same(
    values.filter(value => !isSqli(value)),
    [],
  );
});

t.test('ordinary values are let through', async t => {
  const values = vectors('sqli-benign');
  t.ok(values.length > 300, `${values.length} vectors were read`);
  t.same(
    values.filter(value => isSqli(value)),
    [],
  );
});

t.test('a finding says where, why and by which tokens', async t => {
  t.same(describeSqli("1' or '1'='1"), {
    fingerprint: 's&s=s',
    context: { quote: 'single', dialect: 'ansi' },
    reason: 'condition',
    tokens: [
      { kind: 'string', text: "1'" },
      { kind: 'logic', text: 'or' },
      { kind: 'string', text: "'1'" },
      { kind: 'comparison', text: '=' },
      { kind: 'string', text: "'1" },
    ],
  });
  const cases: readonly [
    value: string,
    reason: string,
    fingerprint: string,
    quote: string,
    dialect: string,
  ][] = [
    ['1 union select 1', 'union query', '1UE', 'none', 'ansi'],
    ['1; drop table x', 'stacked statement', '1;T', 'none', 'ansi'],
    ['1-(select 1)', 'subquery', '1o(E', 'none', 'ansi'],
    ['sleep(5)', 'function call', 'F(', 'none', 'ansi'],
    ["admin'-- x", 'comment cuts the statement', 'sc', 'single', 'ansi'],
    ['admin"#', 'comment cuts the statement', 'sc', 'double', 'mysql'],
    ["'='", 'quotes balance around an operator', 's=s', 'single', 'ansi'],
    ["1' order by 3", 'clause', 's C1', 'single', 'ansi'],
    ['/a/*/*/2 union all', 'nested comment', '', 'none', 'ansi'],
    ['select * from x', 'query', 'Eo', 'none', 'ansi'],
    ['drop table x', 'statement', 'Tn', 'none', 'ansi'],
    ["x\\' or 1=1-- ", 'condition', 's&1=1c', 'single', 'ansi'],
    ["x' /*!or*/ 1=1", 'condition', 's&1=1', 'single', 'mysql'],
  ];
  for (const [value, reason, fingerprint, quote, dialect] of cases) {
    const finding = describeSqli(value);
    t.equal(finding?.reason, reason, value);
    if (fingerprint !== '' && !fingerprint.includes(' ')) t.equal(finding?.fingerprint, fingerprint, value);
    t.same(finding?.context, { quote, dialect }, value);
  }
});

t.test('the same words are an attack or not by their context', async t => {
  t.notOk(isSqli("it's union select"), 'a name stands behind the quote');
  t.ok(isSqli("it' union select 1"));
  t.notOk(isSqli('1 or 2 items'));
  t.ok(isSqli('1 or 2=2'));
  t.notOk(isSqli('<a href="#top">'), 'the quote opens a string');
  t.ok(isSqli('top"#'));
  t.notOk(isSqli("the '--force' option"));
  t.ok(isSqli("force'--"));
});

t.test('a backslash does not hide a quote from databases that know no escapes', async t => {
  t.ok(isSqli("\\' or 1=1--"));
  t.ok(isSqli("\\\\' or 1=1#"), 'MySQL reads an escaped backslash');
  t.notOk(isSqli("\\' or so"));
});

t.test('padding does not push an attack out of sight', async t => {
  for (const padding of [
    '1+'.repeat(5000),
    '('.repeat(5000),
    '/**/'.repeat(5000),
    ' '.repeat(50_000),
    '- '.repeat(5000),
  ]) {
    t.ok(isSqli(`${padding}1 union select 1`), padding.slice(0, 4));
    t.ok(isSqli(`x' and ${padding}1 = sleep(1)#`), padding.slice(0, 4));
  }
  t.ok(isSqli(`${'x'.repeat(1_000_000)}' or 1=1--`));
  t.ok(isSqli(`a'${'+1'.repeat(500)}--`), 'what the first quote looks like is known at the end, too');
  t.ok(isSqli(`1 and sleep${' '.repeat(10_000)}(5)`));
});
