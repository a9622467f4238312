import t from 'tap';
import { operator } from './scope.js';

/** Value, and what is captured: null when nothing passes the check. */
const VECTORS: Record<string, { argument: string; values: readonly (readonly [string, string | null])[] }> = {
  verifyCC: {
    argument: '3\\d{14}|\\d{16}',
    values: [
      ['pay 4111111111111111 now', '4111111111111111'],
      ['pay 4111111111111112 now', null],
      ['94111111111111111', '4111111111111111'], // begins inside a number that fails
      ['x5500000000000004x4111111111111111', '5500000000000004'],
      ['4111111111111112,378282246310005', '378282246310005'],
      ['', null],
      ['abc', null],
      ['411111111111', null],
    ],
  },
  verifyCPF: {
    argument: '\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}',
    values: [
      ['529.982.247-25', '529.982.247-25'],
      ['52998224725', '52998224725'],
      ['529.982.247-26', null],
      ['111.111.111-11', null],
      ['01234567890', null],
      ['', null],
    ],
  },
  verifySSN: {
    argument: '\\d{3}-?\\d{2}-?\\d{4}',
    values: [
      ['ssn 123-45-6780', '123-45-6780'],
      ['123-45-6789', null],
      ['111-11-1111', null],
      ['000-12-3456', null],
      ['666-12-3456', null],
      ['740-12-3456', null],
      ['123-00-4567', null],
      ['123-45-0000', null],
    ],
  },
  verifySVNR: {
    argument: '\\d{4} ?\\d{6}',
    values: [
      ['1237 010180', '1237 010180'],
      ['1238 010180', null],
      ['1111111111', null],
      ['8888888888', null],
      ['0123456789', null],
    ],
  },
};

t.test('numbers are found and checked', t => {
  let ran = 0;
  for (const [name, { argument, values }] of Object.entries(VECTORS)) {
    const run = operator(name, argument, { capturing: true });
    const silent = operator(name, argument);
    for (const [value, captured] of values) {
      t.same(
        run(value),
        { matched: captured !== null, captured: captured === null ? null : [captured] },
        value,
      );
      t.same(silent(value), { matched: captured !== null, captured: null });
      ran++;
    }
  }
  t.equal(ran, 27, 'all vectors ran');
  t.end();
});

t.test('a value made to be searched again and again is a fault, not a pass', t => {
  const run = operator('verifyCC', '\\d{13}');
  t.throws(() => run('1'.repeat(200_000)), /@verifyCC gave up/);
  t.equal(run('x'.repeat(1_000_000)).matched, false);
  t.end();
});

t.test('an expression that matches nothing at all ends', t => {
  t.equal(operator('verifyCC', 'x*')('abc').matched, false);
  t.end();
});
