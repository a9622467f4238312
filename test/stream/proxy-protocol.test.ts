import fc from 'fast-check';
import t from 'tap';
import { parseAddress } from '../../src/client/index.js';
import { type Endpoint, proxyHeader, readProxyHeader } from '../../src/stream/index.js';

const port = fc.integer({ min: 0, max: 65_535 });
const endpoint = (address: fc.Arbitrary<string>): fc.Arbitrary<Endpoint> => fc.record({ address, port });

t.test('what is written is read back, whole or byte by byte, in both versions', async t => {
  for (const version of ['v1', 'v2'] as const) {
    for (const address of [fc.ipV4(), fc.ipV6()]) {
      const property = fc.property(
        endpoint(address),
        endpoint(address),
        fc.uint8Array(),
        (from, to, rest) => {
          const parse = (text: string): unknown => parseAddress(text);
          if (parse(from.address) === null || parse(to.address) === null) return true;
          const header = proxyHeader(version, from, to);
          for (let i = 0; i < header.length; i++)
            if (readProxyHeader(header.subarray(0, i)).kind !== 'more') return false;
          const found = readProxyHeader(Buffer.concat([header, rest]));
          if (found.kind !== 'header' || found.length !== header.length || found.source === null)
            return false;
          const same = JSON.stringify(parse(found.source.address)) === JSON.stringify(parse(from.address));
          return same && found.source.port === from.port;
        },
      );
      t.doesNotThrow(() => fc.assert(property, { numRuns: 50 }), `${version}`);
    }
  }
});

t.test('an IPv4 address in an IPv6 one, as a listener on :: sees clients, goes on as it is', async t => {
  const from = { address: '::ffff:192.0.2.1', port: 4711 };
  for (const version of ['v1', 'v2'] as const) {
    const header = proxyHeader(version, from, { address: '::ffff:203.0.113.1', port: 3306 });
    const { source } = readProxyHeader(header) as { source: Endpoint };
    t.strictSame(parseAddress(source.address), parseAddress(from.address), version);
    t.equal(source.port, 4711);
  }
});

t.test('headers as the specification has them, and what is none', async t => {
  const v1 = readProxyHeader(Buffer.from('PROXY TCP4 192.0.2.1 203.0.113.1 4711 3306\r\nhello'));
  t.strictSame(v1, { kind: 'header', source: { address: '192.0.2.1', port: 4711 }, length: 44 });
  t.match(readProxyHeader(Buffer.from('PROXY UNKNOWN\r\n')), { kind: 'header', source: null, length: 15 });
  t.match(readProxyHeader(Buffer.from('\r\n\r\n\0\r\nQUIT\n\x20\0\0\0', 'latin1')), {
    kind: 'header',
    source: null,
  });
  for (const wrong of [
    'GET / HTTP/1.1\r\n',
    'PROXY TCP4 192.0.2.1 203.0.113.1 4711\r\n',
    'PROXY TCP4 192.0.2.1 203.0.113.1 4711 99999\r\n',
    'PROXY TCP4 192.0.2.1 203.0.113.1 04711 3306\r\n',
    'PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n',
    'PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n',
    `PROXY TCP4 ${'1'.repeat(120)}`,
    '\r\n\r\n\0\r\nQUIT\n\x11\x11\0\x0c\0\0\0\0\0\0\0\0\0\0\0\0',
    '\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff',
    '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x02\0\0',
  ])
    t.equal(readProxyHeader(Buffer.from(wrong, 'latin1')).kind, 'wrong', JSON.stringify(wrong));
});
