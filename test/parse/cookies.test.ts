import t from 'tap';
import { parseHead } from '../../src/parse/index.js';
import { head, LIMITS } from './limits.js';

const cookies = (...headers: string[]) =>
  parseHead(head('/', ...headers.flatMap(header => ['Cookie', header])), LIMITS).cookies.map(
    ({ name, value }) => [name, value],
  );

t.test('cookies are split and nothing is decoded', async t => {
  for (const [header, expected] of [
    ['', []],
    ['a=1', [['a', '1']]],
    [
      'a=1; b=2;c=3',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
    ['a=b=c', [['a', 'b=c']]],
    ['a', [['a', '']]],
    ['a=%41+"x"', [['a', '%41+"x"']]],
    [
      '\t a =1 ; b= 2  ',
      [
        ['a ', '1 '],
        ['b', ' 2'],
      ],
    ],
    [';;a=1;;', [['a', '1']]],
    [
      'a="x;y"',
      [
        ['a', '"x'],
        ['y"', ''],
      ],
    ],
    ['a=\xe3\x81\xa0', [['a', '\xe3\x81\xa0']]],
    ['\xa0a=1', [['\xa0a', '1']]],
    ['a=1,b=2', [['a', '1,b=2']]],
  ] as const) {
    t.same(cookies(header), expected, JSON.stringify(header));
  }
});

t.test('a cookie without a name is seen: some applications read it', async t => {
  t.same(cookies("=' or 1=1"), [['', "' or 1=1"]]);
});

t.test('all Cookie headers count, duplicates are kept', async t => {
  t.same(cookies('a=1', 'a=2; b=3'), [
    ['a', '1'],
    ['a', '2'],
    ['b', '3'],
  ]);
});
