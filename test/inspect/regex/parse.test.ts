import t, { type Test } from 'tap';
import { OperatorError } from '../../../src/inspect/contract.js';
import { PatternError } from '../../../src/inspect/regex/ast.js';
import { compileRegex } from '../../../src/inspect/regex/index.js';
import { parsePattern } from '../../../src/inspect/regex/parse.js';
import { Value } from '../../../src/inspect/value.js';

function refused(t: Test, pattern: string, offset: number, found: RegExp): void {
  try {
    parsePattern(pattern);
    t.fail(`${pattern} is accepted`);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    t.equal(error.offset, offset, `${pattern}: offset`);
    t.match(error.found, found, `${pattern}: what was found`);
    t.ok(error.expected.length > 10, `${pattern}: what would be right`);
  }
}

t.test('what is not PCRE, or is refused, says where and why', async t => {
  for (const [pattern, offset, found] of [
    ['a(b', 1, /"\(" without its "\)"/],
    ['ab)', 2, /"\)" without its "\("/],
    ['a[b', 1, /class that does not end/],
    ['[z-a]', 1, /range whose end/],
    ['[[:alhpa:]]', 1, /\[:alhpa:\]/],
    ['[[.a.]]', 1, /collating/],
    ['*a', 0, /nothing before it/],
    ['a**', 2, /nothing before it/],
    ['a{2}{3}', 4, /nothing before it/],
    ['^*', 1, /nothing before it/],
    ['a{3,2}', 1, /out of order/],
    ['a{1,65536}', 1, /too big/],
    ['a{,3}', 1, /two ways/],
    ['a\\', 1, /backslash at the end/],
    ['\\p{L}', 0, /\\p/],
    ['\\y', 0, /\\y/],
    ['\\x{100}', 0, /0x100/],
    ['\\x{1z}', 0, /1z/],
    ['(a)\\2', 3, /group 2/],
    ['\\k<no>', 0, /"no"/],
    ['(?<a>x)(?<a>y)', 7, /second group named "a"/],
    ['(?<1>x)', 0, /group name/],
    ['(?<=a+)b', 0, /lookbehind/],
    ['(?R)', 0, /recursion/],
    ['a(?1)', 1, /subroutine/],
    ['(?(1)a|b)', 0, /conditional/],
    ['(?|a|b)', 0, /branch reset/],
    ['(*UTF8)a', 0, /verb/],
    ['(?z)a', 0, /"\(\?" with "z"/],
    ['(?#a', 0, /comment/],
    ['\u20ac', 0, /character/],
    [`${'('.repeat(251)}`, 250, /nested deeper/],
    ['a'.repeat(262_145), 262_144, /262145 bytes of pattern/],
  ] as const) {
    refused(t, pattern, offset, found);
  }
});

t.test('compileRegex turns a mistake into an OperatorError that quotes the place', async t => {
  t.throws(() => compileRegex('union (select'), OperatorError);
  try {
    compileRegex('union (select');
    t.fail('accepted');
  } catch (error) {
    t.match((error as OperatorError).found, /at offset 6 .*near "union \(select"/);
  }
});

t.test('syntax and what it matches', async t => {
  for (const [pattern, yes, no] of [
    ['\\x41\\x{42}\\103\\cA\\e\\a\\f\\0', 'ABC\x01\x1b\x07\x0c\0', 'ABC'],
    ['[\\x00-\\x1f\\b]', '\b', ' '],
    ['\\Qa.b|\\E+$', 'a.b||', 'axb|'],
    ['[\\Q]-\\Ex]', ']', 'y'],
    ['(?x) a b # comment ( \n [ ] c', 'ab c', 'a b c'],
    ['a(?#no )b', 'ab', 'a'],
    ['(?i)ab(?-i)C', 'ABC', 'ABc'],
    ['(?i:a)b', 'Ab', 'AB'],
    ['a(?i)b|c', 'C', 'A'],
    ['(?i)\xe4', '\xe4', '\xc4'],
    ['(?i)[\xe0-\xef]', '\xe4', '\xc4'],
    ['(?i)[^k]', '\xe4', 'K'],
    ['(?i)[[:upper:]]', 'a', '1'],
    ['^\\s$', '\x0b', '\xa0'],
    ['^\\h$', '\xa0', '\x0b'],
    ['^\\v$', '\x85', ' '],
    ['^\\w$', '_', '\xe4'],
    ['^a\\Rb$', 'a\r\nb', 'a\n\rb'],
    ['^\\N$', '\xff', ''],
    ['[]a]', ']', 'b'],
    ['[^]a]', 'b', ']'],
    ['[a-]', '-', 'b'],
    ['[\\d-z]', '-', 'a'],
    ['[[:alpha:][:digit:]_]', '7', '-'],
    ['[[:^alpha:]]', '7', 'a'],
    ['[a[:]', ':', 'b'],
    ['a{x}', 'a{x}', 'aax'],
    ['x{', 'x{', 'x'],
    ['(?<n>a)\\k<n>', 'aa', 'ab'],
    ["(?'n'a)(?P=n)\\g{n}", 'aaa', 'aa'],
    ['(a)(b)\\g{-1}\\g1', 'abba', 'abab'],
    ['(?n)(a)(?<x>b)\\1', 'abb', 'aba'],
    ['(?U)^a+?$', 'aaa', 'b'],
    ['\\1(a)', 'zz', 'zz'],
    ['a\\Z', 'a\n', 'a\n\n'],
    ['(?-m)^b', 'b', 'a\nb'],
    ['(?-s)a.b', 'a\rb', 'a\nb'],
    ['a.b', 'a\nb', 'ab'],
    ['a$', 'a\nb', 'ab'],
    ['^b', 'a\nb', 'ab'],
    ['^$', '', 'a\n'],
    ['x(?!)|y', 'y', 'x'],
    ['a{0}b', 'b', 'a'],
    ['/\\/', '//', '/'],
    ['[(?<]', '<', 'P'],
    ['\\18', '\x018', '1'],
  ] as const) {
    const regex = compileRegex(pattern);
    if (pattern !== '\\1(a)') t.ok(regex.test(new Value(yes)), `${pattern} matches ${JSON.stringify(yes)}`);
    t.notOk(regex.test(new Value(no)), `${pattern} does not match ${JSON.stringify(no)}`);
  }
});
