import fc from 'fast-check';
import t from 'tap';
import { newRequestId } from '../../src/observe/index.js';
import { decodeBytes, escapeCombined, quote, quoteBytes, truncate } from '../../src/observe/text.js';

const bytes = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x5c, 0x78, 0xe3, 0x81, 0x82)), {
    maxLength: 40,
  })
  .map(codes => String.fromCharCode(...codes));

/** The inverse of decodeBytes, as its documentation states it. */
function encodeText(text: string): string {
  const utf8 = Buffer.from(text, 'utf8').toString('latin1');
  return utf8.replace(/\\x([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

t.test('bytes as text', async t => {
  t.equal(decodeBytes('plain'), 'plain');
  t.equal(decodeBytes('\xe6\x97\xa5'), '日');
  t.equal(decodeBytes('a\xffb'), 'a\\xFFb');
  t.equal(decodeBytes('\\xFF'), '\\x5CxFF', 'text that spells an escape is told apart from a byte');
  t.equal(decodeBytes('c:\\dir'), 'c:\\dir');
  fc.assert(
    fc.property(bytes, text => encodeText(decodeBytes(text)) === text),
    { numRuns: 1000 },
  );
});

t.test('JSON strings: exact, one line, nothing a terminal acts on', async () => {
  fc.assert(
    fc.property(
      fc.oneof(
        bytes,
        fc.array(fc.integer({ min: 0, max: 0xd7ff })).map(codes => String.fromCharCode(...codes)),
      ),
      text => {
        const json = quote(text);
        return (
          JSON.parse(json) === text && !/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(json)
        );
      },
    ),
    { numRuns: 1000 },
  );
});

t.test('truncation keeps characters whole and says how much is gone', async t => {
  t.equal(truncate('abc', 3), 'abc');
  t.equal(truncate('abcd', 3), 'abc...[+1 bytes]');
  t.equal(quoteBytes('\xe6\x97\xa5\xe6\x97\xa5', 4), '"日...[+3 bytes]"');
  t.equal(truncate('abc', 5, 7), 'abc...[+7 bytes]');
});

t.test('combined log escapes what could forge a line or a field', async t => {
  t.equal(escapeCombined('a"b\\c\r\n\x1b[31m\xe3\x81', 100), 'a\\"b\\\\c\\x0D\\x0A\\x1B[31m\\xE3\\x81');
});

t.test('request ids: unique, sorted, URL-safe', async t => {
  const ids = Array.from({ length: 100_000 }, newRequestId);
  t.equal(new Set(ids).size, ids.length);
  t.ok(ids.every(id => /^[0-9a-z]{20}$/.test(id)));
  t.ok(ids.every((id, i) => i === 0 || id.slice(0, 9) >= ids[i - 1].slice(0, 9)));
});
