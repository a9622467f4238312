import t from 'tap';
import { asker, raw, type Seen } from './ask.js';

/** Which values of a collection a target names: the manual's selection, exclusion, counting and regexes of keys. */
const REQUEST = raw('GET /?p=1&P=2&id_a=3&id_b=4&z=5&a%7Cb=6&a%2Fb=7&a%27b=8', [
  'Content-Type: x',
  'Cookie: s=9',
]);

const TARGETS: readonly (readonly [target: string, seen: Seen])[] = [
  [
    'ARGS:p',
    [
      ['ARGS:p', '1'],
      ['ARGS:P', '2'],
    ],
  ],
  ['ARGS:none', []],
  [
    'ARGS:/^id_/',
    [
      ['ARGS:id_a', '3'],
      ['ARGS:id_b', '4'],
    ],
  ],
  ['ARGS:/^ID_A$/', [['ARGS:id_a', '3']]],
  [
    'ARGS:/a.b/|!ARGS:/a\\/b/',
    [
      ['ARGS:a|b', '6'],
      ["ARGS:a'b", '8'],
    ],
  ],
  [
    "ARGS:'/^(id_a|z)$/'",
    [
      ['ARGS:id_a', '3'],
      ['ARGS:z', '5'],
    ],
  ],
  ["ARGS:'a|b'", [['ARGS:a|b', '6']]],
  [
    'ARGS|!ARGS:z|!ARGS:/^id_/|!ARGS:/^a/',
    [
      ['ARGS:p', '1'],
      ['ARGS:P', '2'],
    ],
  ],
  ['ARGS|!ARGS', []],
  ['&ARGS', [['ARGS', '8']]],
  ['&ARGS:p', [['ARGS:p', '2']]],
  ['&ARGS:/^id_/', [['ARGS:/^id_/', '2']]],
  ['&ARGS:none', [['ARGS:none', '0']]],
  ['&REQUEST_COOKIES', [['REQUEST_COOKIES', '1']]],
  ['&ARGS_POST', [['ARGS_POST', '0']]],
  ['REQUEST_HEADERS:content-TYPE', [['REQUEST_HEADERS:Content-Type', 'x']]],
  ['REQUEST_COOKIES_NAMES:s', [['REQUEST_COOKIES_NAMES:s', 's']]],
  [
    'REQUEST_COOKIES:s|REQUEST_METHOD|ARGS:z',
    [
      ['REQUEST_COOKIES:s', '9'],
      ['REQUEST_METHOD', 'GET'],
      ['ARGS:z', '5'],
    ],
  ],
  [
    'args:Z,request_method',
    [
      ['ARGS:z', '5'],
      ['REQUEST_METHOD', 'GET'],
    ],
  ],
  ['TX:/^score/', [['TX:score_a', '1']]],
];

t.test('targets', async t => {
  const ask = asker(
    t,
    'SecAction "id:1,phase:1,pass,nolog,setvar:tx.score_a=1,setvar:tx.other=2"',
    TARGETS.map(([target]) => `"${target}"`),
  );
  const seen = await ask(REQUEST);
  for (const [target, expected] of TARGETS) t.strictSame(seen.get(`"${target}"`), expected, target);
});

t.test('phase 1 sees what stands in the head, phase 2 the body as well', async t => {
  const request = raw('POST /?a=1', ['Content-Type: application/x-www-form-urlencoded'], 'b=2');
  const targets = ['ARGS', 'ARGS_POST', 'REQUEST_BODY', 'REQBODY_PROCESSOR', '&ARGS'];
  const first = await asker(t, '', targets, 1)(request);
  t.strictSame(first.get('ARGS'), [['ARGS:a', '1']]);
  t.strictSame(first.get('ARGS_POST'), []);
  t.strictSame(first.get('REQUEST_BODY'), [['REQUEST_BODY', '']]);
  t.strictSame(first.get('REQBODY_PROCESSOR'), [['REQBODY_PROCESSOR', 'URLENCODED']], 'which it will be');
  t.strictSame(first.get('&ARGS'), [['ARGS', '1']]);
  const second = await asker(t, 'SecRule ARGS|&ARGS "@rx ." "id:1,phase:1,pass,nolog"', targets, 2)(request);
  t.strictSame(second.get('ARGS'), [
    ['ARGS:a', '1'],
    ['ARGS:b', '2'],
  ]);
  t.strictSame(second.get('&ARGS'), [['ARGS', '2']], 'what phase 1 read is read anew');
  t.strictSame(second.get('REQUEST_BODY'), [['REQUEST_BODY', 'b=2']]);
});
