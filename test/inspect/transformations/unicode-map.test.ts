import t from 'tap';
import { parseUnicodeMap, urlDecodeUniWith } from '../../../src/inspect/transformations/index.js';

const FILE = `# code pages
1250  (ANSI - Central Europe)
00a1:21 00b5:6d

20127 (US-ASCII)
00a1:22 00e9:65
0141:4c ff01:21
`;

t.test('a map says which byte a code point becomes', t => {
  const decode = urlDecodeUniWith(parseUnicodeMap(FILE, 20127));
  t.equal(decode('%u00e9%u00a1%u0141'), 'e"L');
  t.equal(decode('%u0142'), 'B', 'without an entry the low byte');
  t.equal(decode('%uff1c'), '<', 'without an entry a full-width form is still its ASCII twin');
  t.equal(urlDecodeUniWith(parseUnicodeMap(FILE, 1250))('%u00a1%u00e9'), '!\xe9');
  t.equal(urlDecodeUniWith(null)('%u00e9'), '\xe9');
  t.end();
});

t.test('a map that cannot be read is an error', t => {
  t.throws(() => parseUnicodeMap(FILE, 437), { message: 'the Unicode map has no code page 437' });
  t.throws(() => parseUnicodeMap('20127 x\n00a1:2', 20127), { message: /line 2: `00a1:2` is not a pair/ });
  t.end();
});
