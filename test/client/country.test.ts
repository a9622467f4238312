import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Reader, type Response } from 'maxmind';
import t from 'tap';
import {
  CountryDatabaseError,
  defaultCountryDatabase,
  formatAddress,
  loadCountryDatabase,
  parseAddress,
} from '../../src/client/index.js';
import type { Address } from '../../src/core/index.js';
import { bits4, bits6, type Encodable, type MmdbOptions, writeMmdb } from './mmdb-writer.js';

const dir = t.testdir();
let written = 0;

function save(bytes: Buffer): string {
  const file = join(dir, `${++written}.mmdb`);
  writeFileSync(file, bytes);
  return file;
}

t.test('the default database answers as maxmind’s reader does, for any address', async t => {
  const file = defaultCountryDatabase();
  const database = loadCountryDatabase(file);
  const reader = new Reader<Response>(readFileSync(file));
  const oracle = (text: string): string | null => {
    const record = reader.get(text) as { country_code: string } | null;
    return record === null || record.country_code === 'None' ? null : record.country_code;
  };
  const word = fc.oneof(fc.noBias(fc.nat(0xffffffff)), fc.constantFrom(0, 1, 0xffffffff));
  const v4 = word.map((d): Address => ({ family: 4, a: 0, b: 0, c: 0, d }));
  const high = fc.noBias(fc.nat(0xffff)).map(n => 0x2a000000 + n * 16);
  const v6 = fc.tuple(high, word, word, word).map(([a, b, c, d]): Address => ({ family: 6, a, b, c, d }));
  const known = { 4: 0, 6: 0 };
  fc.assert(
    fc.property(fc.oneof(v4, v6), address => {
      const text = formatAddress(address);
      const expected = oracle(text);
      if (expected !== null) known[address.family]++;
      if (database.lookup(address) !== expected)
        throw new Error(`${text}: ${database.lookup(address)}, ${expected}`);
    }),
    { numRuns: 100_000 },
  );
  t.ok(known[4] > 5_000 && known[6] > 1_000, `${known[4]} and ${known[6]} known`);
  t.equal(database.lookup(parseAddress('133.11.0.1')!), 'JP');
  t.equal(database.lookup(parseAddress('2001:200::1')!), 'JP');
  t.equal(database.lookup(parseAddress('10.0.0.1')!), null);
  t.equal(database.lookup(parseAddress('::1')!), null);
  t.equal(database.lookup(parseAddress('::8.8.8.8')!), null, 'IPv4-compatible IPv6 is not IPv4');
  t.ok(database.builtAt.getTime() > Date.UTC(2025, 0));
  t.ok(database.entries > 100_000);
  t.equal(database.file, file);
});

t.test('record shapes, record sizes and IP versions', async t => {
  const shapes: Encodable[] = [
    { country: { iso_code: 'JP' }, registered_country: { iso_code: 'US' } },
    { country_code: 'JP' },
    { country: 'JP', continent: 'AS' },
    { country: 'Japan', country_code: 'jp' },
  ];
  for (const record of shapes) {
    for (const recordSize of [24, 28, 32] as const) {
      for (const ipVersion of [4, 6] as const) {
        const options: MmdbOptions = { recordSize, ipVersion, buildEpoch: 1_780_000_000 };
        const database = loadCountryDatabase(
          save(
            writeMmdb(
              [
                [bits4(0xc6336400, 24, ipVersion), record],
                [bits4(0xffffffff, 32, ipVersion), { country_code: 'ZZ' }],
                ...(ipVersion === 6 ? [[bits6([0x2001, 0xdb8], 32), record] as [string, Encodable]] : []),
              ],
              options,
            ),
          ),
        );
        const what = `${JSON.stringify(record)} ${recordSize} IPv${ipVersion}`;
        t.equal(database.lookup(parseAddress('198.51.100.0')!), 'JP', what);
        t.equal(database.lookup(parseAddress('198.51.100.255')!), 'JP', what);
        t.equal(database.lookup(parseAddress('198.51.99.255')!), null, what);
        t.equal(database.lookup(parseAddress('198.51.101.0')!), null, what);
        t.equal(database.lookup(parseAddress('255.255.255.255')!), null, what);
        t.equal(database.lookup(parseAddress('2001:db8:ffff::')!), ipVersion === 6 ? 'JP' : null, what);
        t.equal(database.lookup(parseAddress('2001:db9::')!), null, what);
        t.equal(database.builtAt.toISOString(), '2026-05-28T20:26:40.000Z');
        t.equal(database.type, 'Test-Country');
      }
    }
  }
});

t.test('a record that names no country is unknown', async t => {
  const records: Encodable[] = [
    { continent: 'AS' },
    { country_code: '' },
    { country_code: 'None' },
    { country: '-' },
    { country: {} },
  ];
  for (const record of records) {
    const bytes = writeMmdb([
      [bits4(0x01000000, 8), record],
      [bits4(0x02000000, 8), { country: 'NL' }],
    ]);
    const database = loadCountryDatabase(save(bytes));
    t.equal(database.lookup(parseAddress('1.2.3.4')!), null);
    t.equal(database.lookup(parseAddress('2.2.3.4')!), 'NL');
  }
});

t.test('what cannot be used is refused with the reason, and nothing is loaded', async t => {
  const whole = readFileSync(defaultCountryDatabase());
  const good = writeMmdb([[bits4(0x01000000, 8), { country: 'NL' }]]);
  const looped = Buffer.from(good);
  looped.writeUIntBE(0, 3, 3);
  const outside = Buffer.from(good);
  outside.writeUIntBE(0xffffff, 3, 3);
  const inSeparator = Buffer.from(good);
  inSeparator.writeUIntBE(104 + 1, 3, 3);
  const cases: [string, Buffer, RegExp][] = [
    ['truncated by a byte', whole.subarray(0, whole.length - 1), /metadata/],
    ['half', whole.subarray(0, whole.length / 2), /truncated/],
    ['empty', Buffer.alloc(0), /not an mmdb file/],
    ['a page of HTML', Buffer.from('<!doctype html><title>Sign in</title>'), /not an mmdb file/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip; unpack it/],
    [
      'bytes missing in the middle',
      Buffer.concat([whole.subarray(0, 1e6), whole.subarray(1e6 + 4096)]),
      /search tree/,
    ],
    ['bytes missing at the start', whole.subarray(6), /search tree/],
    ['a loop', looped, /no end/],
    ['a pointer outside of the data', outside, /outside of its data/],
    ['a pointer into the separator', inSeparator, /outside of its data/],
    [
      'an ASN database',
      writeMmdb([[bits4(0x01000000, 8), { autonomous_system_number: 1 }]], { type: 'ASN' }),
      /no countries.*"ASN"/,
    ],
    [
      'a country that is none',
      writeMmdb([[bits4(0x01000000, 8), { country_code: 'N\u0001' }]]),
      /1\.0\.0\.0 has no two-letter/,
    ],
    ['a record that is no map', writeMmdb([[bits4(0x01000000, 8), 'NL']]), /two-letter/],
  ];
  for (const [name, bytes, reason] of cases) {
    const file = save(bytes);
    try {
      loadCountryDatabase(file);
      t.fail(`${name} was loaded`);
    } catch (error) {
      t.ok(error instanceof CountryDatabaseError, name);
      t.match(String(error), reason, name);
      t.match(String(error), file, `${name}: names the file`);
    }
  }
  t.throws(() => loadCountryDatabase(join(dir, 'absent.mmdb')), {
    name: 'CountryDatabaseError',
    message: /ENOENT/,
  });
});

t.test('cut anywhere, a database is refused', async t => {
  const whole = writeMmdb([
    [bits4(0x01000000, 8), { country: { iso_code: 'NL' } }],
    [bits6([0x2001, 0xdb8], 32), { country: { iso_code: 'JP' } }],
  ]);
  const file = save(whole);
  t.equal(loadCountryDatabase(file).lookup(parseAddress('1.2.3.4')!), 'NL');
  for (let size = 0; size < whole.length; size++) {
    writeFileSync(file, whole.subarray(0, size));
    t.throws(() => loadCountryDatabase(file), CountryDatabaseError, `${size} of ${whole.length}`);
  }
});
