import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import t from 'tap';
import { formatAddress, parseAddress, parseCidr, parseRange } from '../../src/client/index.js';

const show = (range: ReturnType<typeof parseCidr>) =>
  range === null
    ? null
    : `${formatAddress(range.from)}-${formatAddress(range.to)}${range.masked ? ' masked' : ''}`;

t.test('a CIDR holds what ipaddr.js says it holds', async t => {
  const cidr = fc.oneof(
    fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, n]) => [ip, n] as const),
    fc.tuple(fc.ipV6(), fc.nat(128)).map(([ip, n]) => [ip, n] as const),
  );
  fc.assert(
    fc.property(cidr, ([ip, prefix]) => {
      // Mapped and IPv4-compatible forms are read differently by ipaddr.js (see address.test.ts); tested below.
      if (ip.includes(':') && (ip.includes('.') || parseAddress(ip)!.family === 4)) return;
      const text = `${ip}/${prefix}`;
      const range = parseCidr(text)!;
      const kind = ip.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4;
      const first = kind.networkAddressFromCIDR(text).toString();
      if (formatAddress(range.from) !== formatAddress(parseAddress(first)!)) throw new Error(`${text} from`);
      if (!ip.includes(':')) {
        const last = ipaddr.IPv4.broadcastAddressFromCIDR(text).toString();
        if (formatAddress(range.to) !== last) throw new Error(`${text} to`);
      }
      if (range.masked !== (formatAddress(range.from) !== formatAddress(parseAddress(ip)!)))
        throw new Error(text);
    }),
    { numRuns: 20_000 },
  );
  t.pass('all the same');
});

t.test('CIDRs', async t => {
  const cases: [string, string | null][] = [
    ['0.0.0.0/0', '0.0.0.0-255.255.255.255'],
    ['10.0.0.5/8', '10.0.0.0-10.255.255.255 masked'],
    ['192.0.2.1/32', '192.0.2.1-192.0.2.1'],
    ['192.0.2.1', '192.0.2.1-192.0.2.1'],
    ['::/0', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db8::/33', '2001:db8::-2001:db8:7fff:ffff:ffff:ffff:ffff:ffff'],
    ['::ffff:10.0.0.0/104', '10.0.0.0-10.255.255.255'],
    ['::ffff:0:0/96', '0.0.0.0-255.255.255.255'],
    ['::ffff:10.0.0.0/8', null],
    ['10.0.0.0/33', null],
    ['10.0.0.0/104', null],
    ['::/129', null],
    ['10.0.0.0/08', null],
    ['10.0.0.0/', null],
    ['10.0.0.0/-1', null],
    ['10.0.0.0/8/8', null],
    ['10.0.0.0/255.0.0.0', null],
    ['10/8', null],
    ['/8', null],
  ];
  for (const [text, expected] of cases) t.equal(show(parseCidr(text)), expected, text);
});

t.test('ranges', async t => {
  const cases: [string, string | null][] = [
    ['192.0.2.1-192.0.2.9', '192.0.2.1-192.0.2.9'],
    ['192.0.2.1 - 192.0.2.1', '192.0.2.1-192.0.2.1'],
    ['2001:db8::1-2001:db8::2', '2001:db8::1-2001:db8::2'],
    ['::ffff:192.0.2.1-192.0.2.9', '192.0.2.1-192.0.2.9'],
    ['192.0.2.0/24', '192.0.2.0-192.0.2.255'],
    ['192.0.2.9-192.0.2.1', null],
    ['192.0.2.1-9', null],
    ['192.0.2.1-2001:db8::', null],
    ['192.0.2.0/24-192.0.3.0/24', null],
    ['1.1.1.1-2.2.2.2-3.3.3.3', null],
    ['-', null],
  ];
  for (const [text, expected] of cases) t.equal(show(parseRange(text)), expected, text);
});
