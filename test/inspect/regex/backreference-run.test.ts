import t from 'tap';
import { compileRegex } from '../../../src/inspect/regex/index.js';
import { Value } from '../../../src/inspect/value.js';

/**
 * Rules 942130 and 942260 of CRS 3.3 compare a word with the word behind `=`. Each place in a long word was an attempt that
 * read and gave back the rest of the word: 500 letters, as any token has, reached the step limit, which is a fault.
 */
t.test('a word compared with itself does not give up on long words', async t => {
  const regex = compileRegex('([\\w]+)\\s*=\\s*\\1');
  for (const length of [500, 5_000, 100_000]) {
    const word = 'abcdefghij'.repeat(length / 10);
    t.equal(regex.test(new Value(`${word}=`)), false, `${length} letters and padding`);
    t.equal(regex.test(new Value(`${word}==`)), false);
    t.equal(regex.test(new Value(`${word} = ${word}`)), true);
    t.equal(regex.test(new Value(`${word}=k`)), false);
    t.equal(regex.test(new Value(`${word}=j`)), true, 'the last letter is a word, too');
  }
});

t.test('a run that gives nothing back finds what one finds that does', async t => {
  for (const [pattern, text, found] of [
    ['(\\w+)=\\1', 'ab=b', 'b=b'],
    ['(\\w{1,3})=\\1', 'xabc=abc', 'abc=abc'],
    ['(\\w*)\\b-\\1', 'ab-ab', 'ab-ab'],
    ['(\\w*)(?=-)-\\1', 'ab-ab', 'ab-ab'],
    ['((?:\\w+,)+)-\\1', 'a,bc,-a,bc,', 'a,bc,-a,bc,'],
    ['((?:\\w+)+)-\\1', 'abc-abc', 'abc-abc'],
    ['(\\w+)(?:\\w-|-)\\1', 'aa-a', 'aa-a'],
    ['(\\w+)$\\n?\\1', 'ab\nab', 'ab\nab'],
    ['(a+)(?<=aa)-\\1', 'aaa-aaa', 'aaa-aaa'],
    ['(\\s*)x\\1y', '  x  y', '  x  y'],
  ] as const) {
    const span = compileRegex(pattern).span(new Value(text));
    t.equal(span === null ? null : text.slice(span.start, span.end), found, pattern);
  }
});
