import t from 'tap';
import { compileRegex, MatchLimitError } from '../../../src/inspect/regex/index.js';
import { compileRe2 } from '../../../src/inspect/regex/re2.js';
import { WeakCache } from '../../../src/inspect/regex/weak-cache.js';
import { Value } from '../../../src/inspect/value.js';

t.test('engines: RE2 where it is exact, else the matcher decides', async t => {
  for (const [pattern, engine] of [
    ['(?i)union\\s+select', 're2'],
    ['[a-z]++[0-9]', 're2'],
    ['[^"]*+"', 're2'],
    ['(?>a|b|cd)e', 're2'],
    ['(?>\\r\\n|\\n)x', 're2'],
    ['x(?>a|ab)', 're2'],
    ['foo(?=bar)', 're2'],
    ['foo(?![a-z])', 're2'],
    ['(?<!&)amp', 're2'],
    ['<\\?(?!)', 're2'],
    ['a{1,5000}', 're2'],
    ['a\\Z', 're2'],
    ['[a-z]++a', 're2+matcher'],
    ['(?>a|ab)c', 're2+matcher'],
    ['foo(?!bar)', 're2+matcher'],
    ['(?<!ab)c', 're2+matcher'],
    ['(\\w+)=\\1', 're2+matcher'],
    ['a{1500}b', 're2+matcher'],
    ['(?:a{50}){50}b', 're2+matcher'],
    ['\\Ba?', 'matcher'],
  ] as const) {
    t.equal(compileRegex(pattern).engine, engine, pattern);
  }
});

t.test('counts that RE2 has no room for are exact all the same', async t => {
  t.notOk(compileRegex('^a{1500}$').test(new Value('a'.repeat(1499))));
  t.ok(compileRegex('^a{1500}$').test(new Value('a'.repeat(1500))));
  t.notOk(compileRegex('^(?:ab{2}){2000,3000}$').test(new Value('abb'.repeat(3001))));
  t.ok(compileRegex('^(?:ab{2}){2000,3000}$').test(new Value('abb'.repeat(3000))));
  t.ok(compileRegex(`^(?:${'[^a]{1000}'.repeat(60)})$`).test(new Value('\xff'.repeat(60_000))));
});

t.test('offsets are those of the byte string, not of its re-encoding', async t => {
  const value = new Value('\xff\xe4a\xffb\xe4c');
  for (const pattern of ['(b.)(x)?', '(b.)(x)?(?!zz)']) {
    const regex = compileRegex(pattern);
    t.same(regex.exec(value), ['b\xe4', 'b\xe4', undefined]);
    t.same(regex.span(value), { start: 4, end: 6 });
    t.equal(regex.span(new Value('a')), null);
    t.equal(regex.exec(new Value('a')), null);
  }
  t.same(compileRegex('c').span(new Value('abc')), { start: 2, end: 3 });
});

t.test('matchAll', async t => {
  t.same(compileRegex('(\\d)(x)?').matchAll(new Value('\xe41x\xff2'), 9), [
    ['1x', '1', 'x'],
    ['2', '2', undefined],
  ]);
  t.same(compileRegex('a').matchAll(new Value('aaaa'), 3).length, 3);
  t.same(compileRegex('a*').matchAll(new Value('aab\xe4a'), 9), [['aa'], [''], [''], ['a'], ['']]);
  t.same(compileRegex('^b').matchAll(new Value('bb\nb'), 9), [['b'], ['b']]);
  t.same(compileRegex('\\Gb').matchAll(new Value('bbab'), 9), [['b'], ['b']]);
  t.same(compileRegex('(?<=a)b').matchAll(new Value('abb'), 9), [['b']]);
  t.same(compileRegex('x').matchAll(new Value('abb'), 9), []);
});

t.test('test has no memory of the call before', async t => {
  const regex = compileRegex('a');
  const value = new Value('a');
  regex.matchAll(value, 1);
  for (let i = 0; i < 3; i++) t.ok(regex.test(value));
});

t.test('\\K and \\G', async t => {
  t.same(compileRegex('foo\\Kbar').exec(new Value('foobar')), ['bar']);
  t.same(compileRegex('foo\\Kbar').span(new Value('\xfffoobar')), { start: 4, end: 7 });
  t.notOk(compileRegex('\\Gb').test(new Value('ab')));
});

t.test('reaching the step limit is a fault, never "no match"', async t => {
  const value = new Value(`${'a'.repeat(40)}!`);
  t.throws(() => compileRegex('(a+)+\\1\\1\\d?(?<=!)!').test(value), MatchLimitError);
  t.throws(() => compileRegex('(a+)+\\1\\1\\d?(?<=!)!').exec(value), MatchLimitError);
  t.throws(() => compileRegex('(a+)+\\1\\1\\d?(?<=!)!').matchAll(value, 9), MatchLimitError);
});

t.test('a match that RE2 is sure of is no fault when only its groups take too long', async t => {
  const regex = compileRegex('(a|b?)*c', { stepLimit: () => 5 });
  t.equal(regex.engine, 're2');
  t.same(regex.exec(new Value('aaac'))?.[0], 'aaac');
});

t.test('long subjects need no recursion', async t => {
  const value = new Value(`${'ab'.repeat(50_000)}c`);
  t.ok(compileRegex('^(?:a|b)*+c', { stepLimit: () => 1e7 }).test(value));
  t.ok(compileRegex('^(?:ab)*(?!d)c', { stepLimit: () => 1e7 }).test(value));
});

t.test('compiled expressions are shared, and forgotten when nobody holds them', async t => {
  t.equal(compileRegex('shared.*'), compileRegex('shared.*'));
  t.not(compileRegex('shared.*'), compileRegex('shared.*', { caseInsensitive: true }));
  t.equal(compileRe2('abc'), compileRe2('abc'));
  t.ok(compileRegex('ABC', { caseInsensitive: true }).test(new Value('abc')));
  t.notOk(compileRegex('^b', { multiline: false }).test(new Value('a\nb')));
  t.notOk(compileRegex('a.b', { dotAll: false }).test(new Value('a\nb')));
  const cache = new WeakCache<object>();
  let made = 0;
  const make = () => ({ number: ++made });
  t.equal(cache.get('a', make), cache.get('a', make));
  t.equal(made, 1);
  t.equal(cache.size, 1);
});
