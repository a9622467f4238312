import t from 'tap';
import { compileRegex } from '../../../src/inspect/regex/index.js';
import { Value } from '../../../src/inspect/value.js';

/** As rules 942130 and 942260 of CRS 3.3 begin: a run in front of what only the matcher can decide. */
const PATTERN = '[\\s\'"`()]*?\\b([\\d\\w]+)\\b[\\s\'"`()]*?(?:=)[\\s\'"`()]*?(?!\\b\\1\\b)[\\d\\w]+';

t.test('a pattern that begins with a run does not try every place inside a long run', async t => {
  const regex = compileRegex(PATTERN);
  t.not(regex.engine, 're2', 'the matcher decides');
  for (const filling of [' ', '"', '\n', '\x0b']) {
    const value = new Value(`${filling.repeat(4000)};a=a;${filling.repeat(4000)}`);
    t.equal(regex.test(value), false, 'an answer, and no fault');
    t.equal(regex.test(new Value(`${value.bytes}a=b`)), true);
  }
});

t.test('… and still finds what begins inside it, and behind it', async t => {
  t.same(compileRegex(' *?(?=b)b').span(new Value('a   b')), { start: 1, end: 5 });
  t.same(compileRegex('(?:x* )?+(?!a)y').span(new Value('xx xy')), { start: 4, end: 5 });
  t.same(compileRegex('x*+(?!x)').matchAll(new Value('axxb'), 9), [[''], ['xx'], [''], ['']]);
  t.same(compileRegex('x*(?<=b)').span(new Value('xxxb')), { start: 4, end: 4 });
});
