import fc from 'fast-check';
import t from 'tap';
import { examine } from '../../../src/inspect/detectors/html/examine.js';
import { describeXss, isXss } from '../../../src/inspect/detectors/html/index.js';
import { Html, HtmlLexer } from '../../../src/inspect/detectors/html/lexer.js';
import { describeSqli, isSqli } from '../../../src/inspect/detectors/sql/index.js';
import { Lexer } from '../../../src/inspect/detectors/sql/lexer.js';
import { Token } from '../../../src/inspect/detectors/sql/token.js';

const bytes = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 200 })
  .map(codes => String.fromCharCode(...codes));

const pieces = [
  "'",
  '"',
  '`',
  '\\',
  '--',
  '#',
  '/*',
  '*/',
  '/*!50000',
  '(',
  ')',
  ',',
  ';',
  '=',
  '<',
  '>',
  '!',
  '+',
  '-',
  '|',
  '||',
  '&&',
  '1',
  '0x41',
  '1e3',
  'a',
  'a.b',
  '@a',
  '$a$',
  '$',
  '{',
  '}',
  '[',
  ']',
  ':',
  '::',
  ' ',
  '\n',
  '\0',
  '\xa0',
  '\xff',
  'or',
  'and',
  'not',
  'union',
  'select',
  'from',
  'where',
  'between',
  'like',
  'in',
  'is',
  'null',
  'order by',
  'into outfile',
  'sleep',
  'user',
  'drop table',
  'exec',
  'case',
  'when',
  'interval',
  'as',
  '</',
  '<a',
  '<script',
  ' href',
  ' style',
  ' onclick',
  'javascript:',
  '<!--',
  '<!',
  '<?',
  '&#106;',
  '/',
];
const fragments = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map(parts => parts.join(''));

t.test('nothing throws, and the short answer is the long one', async t => {
  fc.assert(
    fc.property(fc.oneof(bytes, fragments), value => {
      const sqli = describeSqli(value);
      const xss = describeXss(value);
      return isSqli(value) === (sqli !== null) && isXss(value) === (xss !== null) && sqli?.fingerprint !== '';
    }),
    { numRuns: 5000 },
  );
  t.pass();
});

t.test('a value of letters, digits, dots, dashes and underscores is neither', async t => {
  const plain = fc.stringMatching(/^[A-Za-z0-9_.]*(?:-[A-Za-z0-9_.]+)*$/);
  fc.assert(fc.property(plain, value => !isSqli(value) && !isXss(value)));
  t.pass();
});

t.test('white space and comments between tokens change nothing', async t => {
  const attacks = [
    ['1', 'or', '1', '=', '1'],
    ["x'", 'union', 'select', '1', ',', '2', '#'],
    ["x'", 'and', 'sleep', '(', '5', ')', 'and', "'1"],
    ['1', ';', 'drop', 'table', 'x'],
    ["x'", 'or', 'a', 'like', "'b"],
    ['1', 'order', 'by', '3'],
  ];
  const gap = fc.array(fc.constantFrom(' ', '\t', '\n', '\x0b', '\xa0', '/**/', '/*x*/', '/* or */'), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...attacks),
      fc.array(gap, { minLength: 10, maxLength: 10 }),
      (tokens, gaps) =>
        isSqli(tokens.reduce((text, token, at) => text + (gaps[at % 10] ?? [' ']).join('') + token)),
    ),
  );
  t.pass();
});

t.test('case changes nothing', async t => {
  const cases = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
  const swap = (text: string, upper: readonly boolean[]): string =>
    [...text].map((char, at) => (upper[at % 40] ? char.toUpperCase() : char)).join('');
  fc.assert(
    fc.property(
      cases,
      upper =>
        isSqli(swap("x' union select a from b--", upper)) &&
        isXss(swap('<img src=x onerror=alert(1)>', upper)),
    ),
  );
  t.pass();
});

t.test('every token but the last takes at least one byte, in order', async t => {
  const lexer = new Lexer();
  const html = new HtmlLexer();
  fc.assert(
    fc.property(
      fragments,
      fc.constantFrom('none' as const, 'single' as const, 'double' as const),
      fc.constantFrom('ansi' as const, 'mysql' as const),
      (value, quote, dialect) => {
        lexer.reset(value, quote, dialect);
        let last = 0;
        let index = 0;
        for (; lexer.kind(index) !== Token.End; index++) {
          if (lexer.start(index) < last || (lexer.end(index) <= last && index > 0)) return false;
          last = lexer.end(index);
        }
        return index <= value.length + 1;
      },
    ),
    { numRuns: 3000 },
  );
  fc.assert(
    fc.property(
      fragments,
      fc.constantFrom('data' as const, 'unquoted' as const, 'double' as const),
      (value, context) => {
        html.reset(value, context);
        let count = 0;
        while (html.next() !== Html.End) if (++count > value.length + 2) return false;
        return html.end === value.length && typeof examine(html, value, context) !== 'undefined';
      },
    ),
    { numRuns: 3000 },
  );
  t.pass();
});

t.test('long runs of one piece are read to the end', async t => {
  for (const piece of [
    ...pieces,
    "a'",
    "''",
    'a--',
    'a/*x*/',
    "@'",
    'a.`',
    '$a',
    '<a style="/*',
    ' style="/*',
    'a=b ',
    '&#0',
  ]) {
    const value = piece.repeat(Math.ceil(100_000 / piece.length));
    t.type(isSqli(value), 'boolean');
    t.type(isXss(value), 'boolean');
  }
});
