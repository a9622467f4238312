import fc from 'fast-check';
import t from 'tap';
import { AhoCorasick } from '../../src/inspect/aho-corasick.js';

const unit = fc.constantFrom(...'abcAB\0\xc3\xe3\xff');
const text = fc.string({ unit, maxLength: 40 });
const patterns = fc.array(fc.string({ unit, minLength: 1, maxLength: 6 }), { maxLength: 12 });

function fold(bytes: string): string {
  return bytes.replace(/[A-Z]/g, letter => letter.toLowerCase());
}

/** Every occurrence by trying every pattern everywhere, as `pattern@end`. */
function naive(patterns: readonly string[], bytes: string, caseInsensitive: boolean): string[] {
  const found: string[] = [];
  const subject = caseInsensitive ? fold(bytes) : bytes;
  for (const [index, pattern] of patterns.entries()) {
    const wanted = caseInsensitive ? fold(pattern) : pattern;
    for (let at = subject.indexOf(wanted); at >= 0; at = subject.indexOf(wanted, at + 1)) {
      found.push(`${index}@${at + wanted.length}`);
    }
  }
  return found.sort();
}

function all(automaton: AhoCorasick, bytes: string): string[] {
  const found: string[] = [];
  automaton.scan(bytes, (pattern, end) => {
    found.push(`${pattern}@${end}`);
    return false;
  });
  return found;
}

/** Patterns enough that no full table is built, none of whose bytes is in `unit`. */
const MANY = Array.from({ length: 30_000 }, (_, i) => `~${i.toString(36)}~${(i * 7919).toString(36)}`);

t.test('reports every occurrence, in order of the ends', t => {
  fc.assert(
    fc.property(patterns, text, fc.boolean(), (patterns, bytes, caseInsensitive) => {
      const found = all(AhoCorasick.build(patterns, { caseInsensitive }), bytes);
      const ends = found.map(each => Number(each.split('@')[1]));
      t.same([...found].sort(), naive(patterns, bytes, caseInsensitive));
      return ends.every((end, i) => i === 0 || end >= ends[i - 1]!);
    }),
  );
  t.end();
});

t.test('the compact form finds the same as the dense one', t => {
  const some = ['he', 'she', 'his', 'hers', 'He', 'a', 'ab', '\xff\0', 'he'];
  const compact = AhoCorasick.build([...some, ...MANY], { caseInsensitive: true });
  const dense = AhoCorasick.build(some, { caseInsensitive: true });
  t.ok(compact.memory < MANY.length * 16 * 32, `${compact.memory} bytes`);
  let ran = 0;
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'hersiab\xff\0H'), maxLength: 40 }), bytes => {
      ran++;
      t.same(all(compact, bytes), all(dense, bytes));
      return compact.firstMatch(bytes) === dense.firstMatch(bytes);
    }),
  );
  for (const index of [0, 1, 12_345, 29_999]) {
    t.ok(all(compact, `x${MANY[index]}y`).includes(`${some.length + index}@${MANY[index]!.length + 1}`));
  }
  t.equal(ran, 100);
  t.end();
});

t.test('firstMatch is the one that ends first, the longest of those', t => {
  const automaton = AhoCorasick.build(['bcd', 'abcd', 'cde', 'd']);
  t.equal(automaton.firstMatch('xabcde'), 1);
  t.equal(automaton.firstMatch('cde'), 3);
  t.equal(automaton.firstMatch('abc'), -1);
  t.equal(automaton.firstMatch(''), -1);
  t.end();
});

t.test('a scan stops when it is told to', t => {
  let calls = 0;
  AhoCorasick.build(['a', 'aa']).scan('aaaa', () => ++calls === 2);
  t.equal(calls, 2);
  t.end();
});

t.test('no patterns, all 256 bytes, and empty patterns', t => {
  t.equal(AhoCorasick.build([]).firstMatch('abc'), -1);
  const every = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
  const automaton = AhoCorasick.build(every);
  for (const [code, char] of every.entries()) t.equal(automaton.firstMatch(char), code);
  t.throws(() => AhoCorasick.build(['a', '']), { message: 'pattern 1 is empty' });
  t.end();
});

t.test('folding is for ASCII letters only', t => {
  const automaton = AhoCorasick.build(['\xc3', 'Z['], { caseInsensitive: true });
  t.equal(automaton.firstMatch('\xe3'), -1);
  t.equal(automaton.firstMatch('z['), 1);
  t.equal(automaton.firstMatch('z{'), -1);
  t.end();
});
