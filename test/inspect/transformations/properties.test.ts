import fc from 'fast-check';
import t from 'tap';
import { TRANSFORMATIONS } from '../../../src/inspect/transformations/index.js';

/** Any bytes, and text made of what the transformations look for. */
const anyBytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code)) });
const fragments = fc
  .array(
    fc.constantFrom(
      ...[
        '%',
        '%u',
        '\\',
        '\\x',
        '\\u',
        '&',
        '&#',
        '&#x',
        ';',
        'lt',
        '0x',
        '4',
        '1',
        'f',
        'F',
        'g',
        '/',
        '*',
        '.',
        '..',
      ],
      ...[
        '/*',
        '*/',
        '<!--',
        '-->',
        '#',
        ' ',
        '\t',
        '\0',
        '\xa0',
        '\xc3',
        '\xe2',
        '\x82',
        '\xf0',
        '\xff',
        '+',
        '=',
        '"',
      ],
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(''));
const input = fc.oneof(anyBytes, fragments);

function apply(name: string, bytes: string): string {
  return TRANSFORMATIONS.get(name.toLowerCase())!.apply(bytes);
}

t.test('what comes out of any bytes are bytes', t => {
  let checked = 0;
  for (const { name, apply } of TRANSFORMATIONS.values()) {
    fc.assert(
      fc.property(input, bytes => {
        const out = apply(bytes);
        for (let i = 0; i < out.length; i++) if (out.charCodeAt(i) > 0xff) return false;
        return true;
      }),
    );
    t.pass(name);
    checked++;
  }
  t.equal(checked, 38);
  t.end();
});

t.test('decoding undoes encoding', t => {
  const pairs = [
    ['base64Encode', 'base64Decode'],
    ['base64Encode', 'base64DecodeExt'],
    ['hexEncode', 'hexDecode'],
    ['urlEncode', 'urlDecode'],
    ['urlEncode', 'urlDecodeUni'],
  ] as const;
  for (const [encode, decode] of pairs) {
    fc.assert(fc.property(anyBytes, bytes => apply(decode, apply(encode, bytes)) === bytes));
    t.pass(`${decode} undoes ${encode}`);
  }
  t.end();
});

t.test('some are done after the first time', t => {
  const names = [
    ...[
      'lowercase',
      'uppercase',
      'trim',
      'trimLeft',
      'trimRight',
      'removeNulls',
      'replaceNulls',
      'removeWhitespace',
    ],
    ...['compressWhitespace', 'normalizePath', 'normalizePathWin', 'parityZero7bit', 'replaceComments'],
  ];
  for (const name of names) {
    fc.assert(
      fc.property(input, bytes => {
        const once = apply(name, bytes);
        return apply(name, once) === once;
      }),
    );
    t.pass(name);
  }
  t.end();
});

t.test('what has nothing to transform stays', t => {
  const changeAll = [
    'base64Decode',
    'base64DecodeExt',
    'base64Encode',
    'hexDecode',
    'hexEncode',
    'length',
    'md5',
    'sha1',
  ];
  const plain = 'benignvalue42';
  for (const { name, apply } of TRANSFORMATIONS.values()) {
    if (changeAll.includes(name) || name === 'uppercase' || name.startsWith('parity')) continue;
    t.equal(apply(plain), plain, name);
  }
  t.end();
});

t.test('a result does not change when the next one is worked out', t => {
  const first = apply('urlDecode', 'a%41'.repeat(10));
  const copy = Buffer.from(first, 'latin1');
  apply('urlDecode', '%42%42%42%42%42%42%42%42%42%42');
  t.equal(first, copy.toString('latin1'));
  t.end();
});

t.test('long input made to be expensive is worked through', t => {
  const size = 400_000;
  const seeds = [
    '/../',
    '/*',
    '*/',
    '&#',
    '&#0',
    '&lt',
    '\\',
    '\\0',
    '%u',
    '%',
    '0x',
    '0x4',
    ' ',
    '<!--',
    '\xf0',
    '\0',
    '=',
    '/',
  ];
  for (const seed of seeds) {
    const bytes = seed.repeat(size / seed.length);
    for (const { name, apply } of TRANSFORMATIONS.values()) {
      const out = apply(bytes);
      // %hh is the longest that a byte becomes.
      if (out.length > bytes.length * 3) t.fail(`${name} of ${seed} repeated grew to ${out.length}`);
    }
    t.pass(seed);
  }
  t.end();
});

t.test('output longer than the shared buffer', t => {
  const bytes = `${'x'.repeat(100_000)}%41${'+y'.repeat(50_000)}`;
  t.equal(apply('urlDecode', bytes), `${'x'.repeat(100_000)}A${' y'.repeat(50_000)}`);
  t.end();
});

t.test('normalizePath agrees with a stack of segments', t => {
  const path = fc
    .array(fc.constantFrom('/', '.', '..', 'a', 'b'), { maxLength: 20 })
    .map(parts => parts.join(''));
  fc.assert(
    fc.property(path, rest => {
      const stack: string[] = [];
      for (const segment of rest.split('/')) {
        if (segment === '..') stack.pop();
        else if (segment !== '' && segment !== '.') stack.push(segment);
      }
      const out = apply('normalizePath', `/${rest}`);
      return out.split('/').filter(Boolean).join('/') === stack.join('/');
    }),
  );
  t.end();
});
