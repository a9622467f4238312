import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import t from 'tap';
import { matches, operator } from './scope.js';

const bytes = fc.string({ unit: fc.constantFrom(...'abAB \0\xc3\xe3'), maxLength: 20 });

t.test('within is includes with the sides changed', t => {
  fc.assert(
    fc.property(bytes, bytes, (text, value) => matches('within', text, value) === text.includes(value)),
  );
  t.pass();
  t.end();
});

t.test('pm finds what a naive search finds', t => {
  const fold = (text: string): string => text.replace(/[A-Z]/g, letter => letter.toLowerCase());
  const phrase = fc.string({ unit: fc.constantFrom(...'abAB\xc3\xe3'), minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(phrase, { minLength: 1, maxLength: 8 }), bytes, (phrases, value) => {
      const expected = phrases.some(each => fold(value).includes(fold(each)));
      return matches('pm', phrases.join(' '), value) === expected;
    }),
  );
  t.pass();
  t.end();
});

t.test('ipMatch agrees with ipaddr.js', t => {
  const v4 = fc.ipV4();
  const v6 = fc.ipV6().filter(ip => !(ipaddr.parse(ip) as ipaddr.IPv6).isIPv4MappedAddress());
  let checked = 0;
  fc.assert(
    fc.property(
      fc.oneof(v4, v6),
      fc.array(fc.oneof(v4, v6), { maxLength: 6 }),
      fc.nat(128),
      (ip, others, prefix) => {
        const address = ipaddr.parse(ip);
        const ranges = [ip, ...others].map(each => {
          const bits = ipaddr.parse(each).kind() === 'ipv4' ? prefix % 33 : prefix;
          return `${each}/${bits}`;
        });
        const run = operator('ipMatch', ranges.slice(1).concat('192.0.2.0/24').join(','));
        const expected = ranges
          .slice(1)
          .concat('192.0.2.0/24')
          .some(range => {
            const [base, bits] = ipaddr.parseCIDR(range);
            return base.kind() === address.kind() && address.match(base, bits);
          });
        checked++;
        return run(ip).matched === expected && operator('ipMatch', ranges[0]!)(ip).matched;
      },
    ),
    { numRuns: 500 },
  );
  t.equal(checked, 500);
  t.end();
});

t.test('ipMatch reads addresses as strictly as inet_pton', t => {
  const text = fc
    .array(fc.constantFrom('1', '0', '25', '255', '256', '.', ':', '::', 'f', 'ffff', '1.2.3.4', ' ', '%'), {
      maxLength: 16,
    })
    .map(parts => parts.join(''));
  const anyV4 = operator('ipMatch', '0.0.0.0/0');
  const anyV6 = operator('ipMatch', '::/0');
  fc.assert(
    fc.property(text, candidate => {
      const isV4 = ipaddr.IPv4.isValidFourPartDecimal(candidate) && !/(^|\.)0\d/.test(candidate);
      const matched = anyV4(candidate).matched || anyV6(candidate).matched;
      if (isV4) return matched;
      // ipaddr.js takes more IPv6 spellings than inet_pton (zones among them), never fewer.
      return !matched || ipaddr.IPv6.isValid(candidate);
    }),
    { numRuns: 2000 },
  );
  t.pass();
  t.end();
});

t.test('numbers compare as 64-bit integers', t => {
  const limit = 2n ** 63n - 1n;
  const integer = fc.bigInt({ min: -limit, max: limit });
  fc.assert(
    fc.property(integer, integer, fc.constantFrom('', ' ', '\t'), (left, right, space) => {
      const value = `${space}${left}x`;
      return (
        matches('ge', `${right}`, value) === left >= right &&
        matches('gt', `${right}`, value) === left > right &&
        matches('le', `${right}`, value) === left <= right &&
        matches('lt', `${right}`, value) === left < right
      );
    }),
  );
  t.pass();
  t.end();
});

t.test('validateUtf8Encoding agrees with a fatal decoder', t => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const unit = fc.constantFrom(
    0x41,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 6 }), codes => {
      let valid = true;
      try {
        decoder.decode(Uint8Array.from(codes));
      } catch {
        valid = false;
      }
      return matches('validateUtf8Encoding', '', String.fromCharCode(...codes)) === !valid;
    }),
    { numRuns: 3000 },
  );
  t.pass();
  t.end();
});
