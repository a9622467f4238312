import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import * as text from '../../src/client/index.js';
import { type Address, Problems, ProblemsError } from '../../src/core/index.js';
import { type AddressList, loadAddressList } from '../../src/gate/index.js';

const { formatAddress, parseAddress, parseRange } = text;
const dir = t.testdir();
let written = 0;

function save(content: string | Buffer): string {
  const file = join(dir, `${++written}.txt`);
  writeFileSync(file, content);
  return file;
}

const words = new Uint32Array(4);
/** Family and words of an address, as lists take them. */
function key({ family, a, b, c, d }: Address): [4 | 6, Uint32Array] {
  words.set([a, b, c, d]);
  return [family, words];
}
const has = (list: AddressList, ip: string) => list.contains(...key(parseAddress(ip)!));

t.test('a file: comments, blank lines, CRLF, ranges, the netset and DROP forms', async t => {
  const file = save(
    [
      '\ufeff# netset',
      ';; DROP',
      '',
      '192.0.2.1',
      '  198.51.100.0/24 ; SBL1\r',
      '\t203.0.113.5 - 203.0.113.9# a range',
      '2001:db8::/32\r',
      '\r',
      '2001:db9::1-2001:db9::ff',
      '::ffff:100.64.0.0/112',
    ].join('\n'),
  );
  const problems = new Problems();
  const list = loadAddressList('bad', { file }, text, problems);
  t.same(problems.list, []);
  t.equal(list.name, 'bad');
  t.equal(list.file, file);
  t.equal(list.size, 6);
  for (const ip of [
    '192.0.2.1',
    '198.51.100.255',
    '203.0.113.5',
    '203.0.113.9',
    '2001:db8:ffff::',
    '2001:db9::80',
    '100.64.255.0',
  ]) {
    t.ok(has(list, ip), ip);
  }
  for (const ip of [
    '192.0.2.0',
    '192.0.2.2',
    '198.51.101.0',
    '203.0.113.4',
    '203.0.113.10',
    '2001:db9::',
    '2001:db9::100',
    '::c000:201',
    '100.65.0.0',
  ]) {
    t.notOk(has(list, ip), ip);
    t.equal(list.find(...key(parseAddress(ip)!)), null);
  }
  t.same(list.find(...key(parseAddress('198.51.100.7')!)), { file, line: 5, text: '198.51.100.0/24' });
  t.same(list.find(...key(parseAddress('203.0.113.7')!)), { file, line: 6, text: '203.0.113.5-203.0.113.9' });
  t.same(list.find(...key(parseAddress('2001:db8::7')!)), { file, line: 7, text: '2001:db8::/32' });
  t.same(list.find(...key(parseAddress('192.0.2.1')!)), { file, line: 4, text: '192.0.2.1' });
});

t.test('every broken line is an error with file, line and column, and nothing is loaded', async t => {
  const file = save(
    '192.0.2.1\n  192.0.2.01 # octal?\n192.0.2.0/33\r\nexample.jp\n192.0.2.9-192.0.2.1\n0x7f.1\n192.0.2.2 x\n',
  );
  const expected =
    'an address such as 192.0.2.1 (no leading zeros), a CIDR such as 192.0.2.0/24, or a range such as 192.0.2.1-192.0.2.9';
  try {
    loadAddressList('bad', { file }, text);
    t.fail('loaded');
  } catch (error) {
    t.ok(error instanceof ProblemsError);
    const found = [
      '"192.0.2.01"',
      '"192.0.2.0/33"',
      '"example.jp"',
      '"192.0.2.9-192.0.2.1"',
      '"0x7f.1"',
      '"192.0.2.2 x"',
    ];
    const columns = [3, 1, 1, 1, 1, 1];
    t.same(
      (error as ProblemsError).problems,
      found.map((what, i) => ({
        file,
        line: i + 2,
        column: columns[i],
        severity: 'error',
        found: `found ${what}`,
        expected,
      })),
    );
  }
});

t.test('host bits: a warning, and the whole network is meant', async t => {
  const problems = new Problems();
  const file = save('10.1.2.3/8\n');
  const list = loadAddressList('wide', { file }, text, problems);
  t.ok(has(list, '10.255.0.0'));
  t.match(problems.list, [
    { file, line: 1, column: 1, severity: 'warning', found: /"10\.1\.2\.3\/8" has host bits set/ },
  ]);
});

t.test('entries of the configuration keep their text', async t => {
  const list = loadAddressList(
    'office',
    { cidrs: ['203.0.113.0/24', '2001:db8:1::/48', '198.51.100.7'] },
    text,
  );
  t.same(list.find(...key(parseAddress('2001:db8:1::7')!)), { file: null, line: 2, text: '2001:db8:1::/48' });
  t.equal(list.lineOf(...key(parseAddress('198.51.100.7')!)), 3);
  t.equal(list.lineOf(...key(parseAddress('198.51.100.8')!)), 0);
  t.throws(() => loadAddressList('office', { cidrs: ['203.0.113.0/24', 'nobody'] }, text), {
    message: /^list office:2:1: error: found "nobody"; an address/,
  });
});

t.test('files that are no lists', async t => {
  t.throws(() => loadAddressList('x', { file: join(dir, 'absent') }, text), {
    name: 'ProblemsError',
    message: /ENOENT/,
  });
  t.throws(() => loadAddressList('x', { file: dir }, text), {
    name: 'ProblemsError',
    message: /cannot be read/,
  });
  const binary = save(Buffer.from(Array.from({ length: 5000 }, (_, i) => (i % 2 ? 10 : 1 + (i % 9)))));
  try {
    loadAddressList('x', { file: binary }, text);
    t.fail('loaded');
  } catch (error) {
    const { problems } = error as ProblemsError;
    t.ok(problems.length <= 101, `${problems.length} problems`);
    t.match(problems.at(-1)?.found, /more than 100 mistakes: reading stopped/);
  }
});

t.test('empty lists hold nobody', async t => {
  for (const list of [
    loadAddressList('x', { cidrs: [] }, text),
    loadAddressList('x', { file: save('# none yet') }, text),
  ]) {
    t.equal(list.size, 0);
    t.notOk(has(list, '0.0.0.0'));
    t.notOk(has(list, '::'));
  }
});

t.test('the ends of both spaces', async t => {
  const list = loadAddressList(
    'x',
    {
      cidrs: [
        '255.255.255.255',
        '0.0.0.0',
        'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
        '::',
        '255.0.0.0/8',
        'ff00::/8',
      ],
    },
    text,
  );
  for (const ip of [
    '255.255.255.255',
    '0.0.0.0',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '::',
    '255.0.0.0',
    'ff00::',
  ])
    t.ok(has(list, ip), ip);
  for (const ip of ['254.255.255.255', '0.0.0.1', 'feff::', '::1']) t.notOk(has(list, ip), ip);
});

/** Entries and addresses from a small part of the space, so that they overlap, touch and miss in every way. */
const near4 = fc.nat(600).map((d): Address => ({ family: 4, a: 0, b: 0, c: 0, d: 0xc0a80000 + d }));
const near6 = fc
  .tuple(
    fc.nat(1),
    fc.constantFrom(0, 0xffffffff),
    fc.nat(2),
    fc.constantFrom(0, 1, 2, 0xfffffffe, 0xffffffff),
  )
  .map(([a, b, c, d]): Address => ({ family: 6, a: 0x20010db8 + a, b, c, d }));
const near = fc.oneof(near4, near6);
const entry = fc.tuple(near, near, fc.nat(12), fc.nat(2)).map(([x, y, bits, form]) => {
  const from = formatAddress(x);
  if (form === 0 || x.family !== y.family)
    return form === 1 ? from : `${from}/${(x.family === 4 ? 32 : 128) - bits * (x.family === 4 ? 1 : 8)}`;
  if (form === 1) return from;
  const to = formatAddress(y);
  return parseRange(`${from}-${to}`) === null ? `${to}-${from}` : `${from}-${to}`;
});

function naive(entries: readonly string[], address: Address): number[] {
  const order = (x: Address, y: Address) => x.a - y.a || x.b - y.b || x.c - y.c || x.d - y.d;
  return entries.flatMap((text, i) => {
    const range = parseRange(text)!;
    const inside =
      range.from.family === address.family &&
      order(range.from, address) <= 0 &&
      order(address, range.to) <= 0;
    return inside ? [i + 1] : [];
  });
}

t.test('a list equals its naive reading, and the line it names holds the address', async t => {
  let pairs = 0;
  let inside = 0;
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 30 }),
      fc.array(near, { minLength: 40, maxLength: 60 }),
      (entries, addresses) => {
        const list = loadAddressList('x', { cidrs: entries }, text);
        for (const address of addresses) {
          pairs++;
          const lines = naive(entries, address);
          if (lines.length > 0) inside++;
          const line = list.lineOf(...key(address));
          const right =
            lines.length === 0
              ? line === 0 && !list.contains(...key(address))
              : lines.includes(line) && list.contains(...key(address));
          if (!right)
            throw new Error(`${formatAddress(address)}: line ${line}, naive ${lines}, entries ${entries}`);
        }
      },
    ),
    { numRuns: 2500 },
  );
  t.ok(pairs >= 100_000, `${pairs} pairs`);
  t.ok(inside > 20_000 && inside < pairs - 20_000, `${inside} inside`);
});

t.test('a million entries, in no order', async t => {
  const lines: string[] = [];
  for (let i = 0; i < 1_000_000; i++) {
    // Every multiple of 4,294 once: 7,919 has no factor in common with a million.
    const word = ((i * 7919) % 1_000_000) * 4294;
    lines.push(formatAddress({ family: 4, a: 0, b: 0, c: 0, d: word }));
  }
  const list = loadAddressList('big', { file: save(lines.join('\n')) }, text);
  t.equal(list.size, lines.length);
  let wrong = 0;
  for (let i = 0; i < lines.length; i += 7) {
    const address = parseAddress(lines[i])!;
    if (lines[list.lineOf(...key(address)) - 1] !== lines[i]) wrong++;
    if (list.contains(...key({ ...address, d: address.d + 1 }))) wrong++;
  }
  t.equal(wrong, 0);
});

t.test('more entries than a list may hold are refused, not dropped', async t => {
  const file = save(`${'192.0.2.1\n'.repeat(2_000_001)}`);
  t.throws(() => loadAddressList('x', { file }, text), {
    message: /:2000001:1: error: more than 2000000 entries/,
  });
});
