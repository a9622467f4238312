import fc from 'fast-check';
import t from 'tap';
import { compileTrust, resolveClient } from '../../src/client/index.js';
import { RequestHead } from '../../src/core/index.js';

const trust = compileTrust(['10.0.0.0/8', '2001:db8:ffff::/48']);

/** The client's address, or null when it is unreadable, for a request from `peer` with these header fields. */
function client(peer: string, ...headers: [name: string, value: string][]): string | null {
  const head = new RequestHead('GET', '/', '1.1', headers.flat());
  return resolveClient(trust, null, peer, 4711, head)?.ip ?? null;
}
const xff = (...values: string[]) =>
  client('10.0.0.1', ...values.map((v): [string, string] => ['X-Forwarded-For', v]));
const forwarded = (...values: string[]) =>
  client('10.0.0.1', ...values.map((v): [string, string] => ['forwarded', v]));

t.test('without headers the peer is the client, trusted or not', async t => {
  t.equal(client('198.51.100.7'), '198.51.100.7');
  t.equal(client('10.0.0.1'), '10.0.0.1');
});

t.test('spoofed headers from an untrusted peer are not read, not even to be refused', async t => {
  for (const value of ['127.0.0.1', '10.0.0.1', 'unknown', '', 'garbage\xff']) {
    t.equal(client('198.51.100.7', ['X-Forwarded-For', value], ['Forwarded', value]), '198.51.100.7', value);
  }
  t.equal(client('11.0.0.1', ['X-Forwarded-For', '127.0.0.1']), '11.0.0.1', 'just outside of 10.0.0.0/8');
});

t.test('a spoofed left-most X-Forwarded-For element is not the client', async t => {
  t.equal(xff('127.0.0.1, 198.51.100.7'), '198.51.100.7');
  t.equal(xff('127.0.0.1,10.9.9.9 ,\t198.51.100.7, 10.0.0.2'), '198.51.100.7');
  t.equal(
    xff('127.0.0.1', '198.51.100.7, 10.0.0.2', '10.0.0.3'),
    '198.51.100.7',
    'several fields are one list',
  );
  t.equal(xff('garbage, unknown,,', '198.51.100.7'), '198.51.100.7', 'what the client wrote is not read');
  t.equal(
    client('::ffff:10.0.0.1', ['x-forwarded-for', '127.0.0.1, 198.51.100.7']),
    '198.51.100.7',
    'mapped peer',
  );
});

t.test('X-Forwarded-For: every hop trusted, the left-most is the client', async t => {
  t.equal(xff('10.1.1.1, 10.2.2.2', '10.3.3.3'), '10.1.1.1');
});

t.test('X-Forwarded-For: forms of an element', async t => {
  t.equal(xff('198.51.100.7:4711'), '198.51.100.7');
  t.equal(xff('2001:DB8::7'), '2001:db8::7');
  t.equal(xff('[2001:db8::7]'), '2001:db8::7');
  t.equal(xff('[2001:db8::7]:65535'), '2001:db8::7');
  t.equal(xff('198.51.100.7, 2001:db8:ffff::1'), '198.51.100.7');
  t.equal(xff('::ffff:198.51.100.7'), '198.51.100.7');
  t.equal(xff('127.0.0.1, ::ffff:10.0.0.2'), '127.0.0.1', 'a trusted proxy in mapped form is trusted');
});

t.test('X-Forwarded-For: an element that must be read and cannot be refuses the request', async t => {
  const unreadable = [
    '',
    ' ',
    '198.51.100.7,',
    ',',
    'unknown',
    '_hidden',
    'example.jp',
    '198.51.100.7:',
    '198.51.100.7:99999',
    '198.51.100.7:80:80',
    '[198.51.100.7]',
    '[2001:db8::7',
    '[2001:db8::7]80',
    '[]',
    '198.51.100.07',
    '0x7f.1',
    '127.1',
    'fe80::1%eth0',
    '"198.51.100.7"',
    '198.51.100.7 198.51.100.8',
    '198.51.100.7\xa0',
    '198.51.100.7/32',
  ];
  for (const value of unreadable) {
    t.equal(xff(value), null, JSON.stringify(value));
    t.equal(xff(`198.51.100.9, ${value}, 10.0.0.2`), null, `${JSON.stringify(value)} behind a trusted hop`);
  }
});

t.test('more hops than any real way has are refused', async t => {
  const hops = (n: number) => Array.from({ length: n }, () => '10.0.0.2').join(',');
  t.equal(xff(hops(64)), '10.0.0.2');
  t.equal(xff(hops(65)), null);
  t.equal(xff(`${hops(1000)},198.51.100.7`), '198.51.100.7', 'only what is read counts');
  t.equal(forwarded(Array.from({ length: 65 }, () => 'for=10.0.0.2').join()), null);
});

t.test('Forwarded (RFC 7239 section 4 examples and forms)', async t => {
  t.equal(forwarded('for=192.0.2.60;proto=http;by=203.0.113.43'), '192.0.2.60');
  t.equal(forwarded('For="[2001:db8:cafe::17]:4711"'), '2001:db8:cafe::17');
  t.equal(forwarded('for=192.0.2.43, for=198.51.100.17'), '198.51.100.17');
  t.equal(forwarded('for=192.0.2.43', 'for=198.51.100.17;by=10.0.0.1, FOR="10.0.0.2:80"'), '198.51.100.17');
  t.equal(forwarded('for=10.1.1.1,for=10.2.2.2'), '10.1.1.1', 'all trusted');
  t.equal(forwarded('for="198.51.100.17:_hidden"'), '198.51.100.17');
  t.equal(forwarded('for="198\\.51.100.17"'), '198.51.100.17', 'quoted pairs');
  t.equal(
    forwarded('by="a, for=127.0.0.1 ;\\"";for=198.51.100.17 ; proto=https'),
    '198.51.100.17',
    'commas in quotes',
  );
  t.equal(
    forwarded('for=_SEVKISEK', 'for=198.51.100.17'),
    '198.51.100.17',
    'what is not reached is not read',
  );
});

t.test('Forwarded: what must be read and cannot be refuses the request', async t => {
  const unreadable = [
    '',
    'for=unknown',
    'for=_hidden',
    'for="_hidden"',
    'proto=https',
    'for=198.51.100.17,',
    'for=',
    'for',
    'for=2001:db8::17',
    'for="2001:db8::17"',
    'for=[2001:db8::17]',
    'for="[2001:db8::17"',
    'for="198.51.100.17',
    'for="198.51.100.17\\',
    'for=127.0.0.1;for=198.51.100.17',
    'for=198.51.100.17 x',
    'for =198.51.100.17',
    'for= 198.51.100.17',
    'for="198.51.100.17"x',
    'for=198.51.100.17:80',
    'for="[fe80::1%eth0]"',
    'for=\xe9',
    '=198.51.100.17',
  ];
  for (const value of unreadable) t.equal(forwarded(value), null, JSON.stringify(value));
});

t.test('Forwarded: a quote left open by the client does not swallow what the proxy appends', async t => {
  const appended = [
    'for=198.51.100.17',
    'for="[2001:db8::17]"',
    'for=198.51.100.17;by="_x"',
    'for="[2001:db8::17]";by="_x"',
  ];
  for (const own of ['for=127.0.0.1;x="', 'for=127.0.0.1;x="\\', 'for="', 'for="127.0.0.1";x="\\"']) {
    for (const proxy of appended) t.equal(forwarded(`${own}, ${proxy}`), null, `${own}, ${proxy}`);
  }
});

t.test(
  'X-Forwarded-For wins over Forwarded, so that a client cannot add one that a proxy does not know',
  async t => {
    const both = (x: string, f: string) => client('10.0.0.1', ['Forwarded', f], ['X-Forwarded-For', x]);
    t.equal(both('198.51.100.7', 'for=127.0.0.1'), '198.51.100.7');
    t.equal(both('198.51.100.7', 'garbage"'), '198.51.100.7');
    t.equal(both('unknown', 'for=127.0.0.1'), null, 'an unreadable one is not made up for by the other');
  },
);

t.test(
  'whatever stands in the headers, the client is never what only the client could have written',
  async t => {
    const junk = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            '10.0.0.9',
            '127.0.0.1',
            ',',
            ' ',
            '"',
            '\\',
            ';',
            'for=',
            '[',
            ']',
            ':',
            '::1',
            '_x',
            'by=',
          ),
        )
        .map(p => p.join('')),
    );
    fc.assert(
      fc.property(junk, text => {
        if (xff(text, '198.51.100.7') !== '198.51.100.7') throw new Error('field');
        if (xff(`${text},198.51.100.7, 10.0.0.2`) !== '198.51.100.7') throw new Error('appended');
        if (forwarded(text, 'for=198.51.100.7') !== '198.51.100.7') throw new Error('Forwarded field');
        for (const proxy of ['for=198.51.100.7', 'for="198.51.100.7"', 'for="198.51.100.7:80";by="_x"']) {
          const joined = forwarded(`${text}, ${proxy}`);
          if (joined !== '198.51.100.7' && joined !== null) throw new Error(`joined: ${joined}`);
        }
      }),
      { numRuns: 30_000 },
    );
    t.pass('never');
  },
);
