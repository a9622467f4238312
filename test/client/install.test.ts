import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { defaultCountryDatabase, loadCountryDatabase, parseAddress } from '../../src/client/index.js';
import { bits4, bits6, type Encodable, writeMmdb } from './mmdb-writer.js';

const script = fileURLToPath(new URL('../../geoip/install.mjs', import.meta.url));
const packaged = defaultCountryDatabase();
const dir = t.testdir();
const install = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

function save(name: string, bytes: Buffer): string {
  writeFileSync(join(dir, name), bytes);
  return join(dir, name);
}

/** A database that knows the well-known addresses in `record`'s shape. */
function wellKnown(record: (code: string) => Encodable): Buffer {
  return writeMmdb([
    [bits4(0x850b0000, 16), record('JP')],
    [bits4(0xc1000000, 16), record('NL')],
    [bits4(0x08080808, 32), record('US')],
    [bits6([0x2001, 0x200], 32), record('JP')],
    [bits6([0x2001, 0x67c, 0x2e8], 48), record('NL')],
    [bits6([0x2001, 0x4860], 32), record('US')],
  ]);
}

t.test('the packaged database is installed, and says when it was built and how much it holds', async t => {
  const destination = join(dir, 'country.mmdb');
  const { status, stdout, stderr } = install(packaged, destination);
  t.equal(status, 0, stderr);
  t.equal(stderr, '');
  t.match(
    stdout,
    /country\.mmdb: country ipvAll, built 20\d\d-\d\d-\d\d\n\d{6} networks, 2\d\d countries, \d+ bytes/,
  );
  t.ok(readFileSync(packaged).equals(readFileSync(destination)));
});

t.test('a truncated copy is refused, the installed one stays, nothing is left behind', async t => {
  const whole = readFileSync(packaged);
  const destination = save('kept.mmdb', Buffer.from('the old one'));
  const looped = wellKnown(code => ({ country: code }));
  looped.writeUIntBE(0, 3, 3);
  const cuts: [string, Buffer, RegExp][] = [
    ['last-byte.mmdb', whole.subarray(0, whole.length - 1), /metadata/],
    ['half.mmdb', whole.subarray(0, whole.length / 2), /truncated/],
    ['empty.mmdb', Buffer.alloc(0), /truncated/],
    ['middle.mmdb', Buffer.concat([whole.subarray(0, 1e6), whole.subarray(1e6 + 600)]), /search tree/],
    ['loop.mmdb', looped, /no end/],
    ['gzip.mmdb', Buffer.from([0x1f, 0x8b]), /gzip/],
  ];
  for (const [name, bytes, reason] of cuts) {
    const { status, stdout, stderr } = install(save(name, bytes), destination);
    t.equal(status, 1, name);
    t.equal(stdout, '');
    t.match(stderr, reason, name);
    t.match(stderr, 'is left as it was');
  }
  t.equal(readFileSync(destination, 'utf8'), 'the old one');
  t.same(
    readdirSync(dir).filter(name => name.endsWith('.tmp')),
    [],
  );
});

t.test('record shapes that people bring; what is installed loads', async t => {
  const shapes: ((code: string) => Encodable)[] = [
    code => ({ country: { iso_code: code } }),
    code => ({ country: code }),
    code => ({ country: 'a name', country_code: code }),
  ];
  for (const [i, shape] of shapes.entries()) {
    const destination = join(dir, `shape-${i}-installed.mmdb`);
    const { status, stdout, stderr } = install(save(`shape-${i}.mmdb`, wellKnown(shape)), destination);
    t.equal(status, 0, stderr);
    t.match(stdout, /6 networks, 3 countries/);
    t.equal(loadCountryDatabase(destination).lookup(parseAddress('8.8.8.8')!), 'US');
  }
});

t.test('a database without countries, or of another world, is refused', async t => {
  const destination = join(dir, 'never.mmdb');
  const asn = install(
    save(
      'asn.mmdb',
      wellKnown(() => ({ autonomous_system_number: 1 })),
    ),
    destination,
  );
  t.match(asn, { status: 1, stderr: /holds no countries/ });
  const elsewhere = install(
    save(
      'elsewhere.mmdb',
      wellKnown(() => ({ country: 'AQ' })),
    ),
    destination,
  );
  t.match(elsewhere, { status: 1, stderr: /133\.11\.0\.1 is in JP, the database says AQ/ });
  t.notOk(existsSync(destination));
  const oneOff = install(
    save(
      'one-off.mmdb',
      wellKnown(code => ({ country: code === 'NL' ? 'DE' : code })),
    ),
    destination,
  );
  t.match(oneOff, { status: 0, stderr: /warning: 193\.0\.6\.139 is in NL, the database says DE/ });
});

t.test('usage, a missing file, a destination that cannot be written', async t => {
  t.match(install(), { status: 1, stderr: /usage/ });
  t.match(install('--help'), { status: 1, stderr: /usage/ });
  t.match(install(join(dir, 'absent.mmdb'), join(dir, 'x.mmdb')), { status: 1, stderr: /ENOENT/ });
  const folder = join(dir, 'folder.mmdb');
  mkdirSync(folder);
  t.match(install(packaged, folder), { status: 1, stderr: /error: / });
  t.same(
    readdirSync(dir).filter(name => name.endsWith('.tmp')),
    [],
  );
});
