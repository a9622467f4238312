import fc from 'fast-check';

/**
 * Small regular expressions over a small alphabet, so that matches and near misses are common. Without \K and \G, which
 * Perl 5.36 gets wrong in places (what a failed branch kept stays kept; a \G not at the start).
 */

const LITERALS = [
  'a',
  'b',
  'B',
  'c',
  'k',
  '\\n',
  '\\x0b',
  '\\xe4',
  '\\xc4',
  '\\x20',
  '1',
  '_',
  ';',
  '\xe4',
  '\xff',
];
const CLASSES = [
  '.',
  '[ab]',
  '[^ab]',
  '[a-c\\xe0-\\xff]',
  '[^\\n]',
  '\\w',
  '\\W',
  '\\s',
  '\\S',
  '\\d',
  '[[:alpha:]]',
  '[[:^upper:]b]',
  '[\\s\\d]',
  '\\h',
  '\\v',
  '\\N',
  '[]a]',
  '[\\w-]',
];
const ASSERTIONS = ['^', '$', '\\A', '\\z', '\\Z', '\\b', '\\B'];
const QUANTIFIERS = ['*', '+', '?', '{2}', '{1,}', '{0,2}', '{1,3}', '{2,3}'];
const MODES = ['', '', '', '?', '+'];

export interface PatternOptions {
  /** Lookarounds, backreferences, atomic groups, possessive quantifiers. */
  readonly beyondRe2: boolean;
}

export function patterns({ beyondRe2 }: PatternOptions): fc.Arbitrary<string> {
  const atom = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...LITERALS) },
    { weight: 4, arbitrary: fc.constantFrom(...CLASSES) },
  );
  const quantifier = fc
    .tuple(fc.constantFrom(...QUANTIFIERS), fc.constantFrom(...(beyondRe2 ? MODES : MODES.slice(0, 4))))
    .map(parts => parts.join(''));
  const { node } = fc.letrec<{ node: string; item: string }>(tie => ({
    item: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'pattern' },
      { weight: 8, arbitrary: atom },
      { weight: 2, arbitrary: fc.constantFrom(...ASSERTIONS) },
      { weight: 4, arbitrary: fc.tuple(atom, quantifier).map(parts => parts.join('')) },
      { weight: 3, arbitrary: fc.tuple(tie('node'), quantifier).map(([inner, q]) => `(?:${inner})${q}`) },
      { weight: 2, arbitrary: fc.tuple(tie('node'), quantifier).map(([inner, q]) => `(${inner})${q}`) },
      { weight: 2, arbitrary: tie('node').map(inner => `(${inner})`) },
      { weight: 1, arbitrary: tie('node').map(inner => `(?i:${inner})`) },
      { weight: 1, arbitrary: tie('node').map(inner => `(?-s:${inner})`) },
      { weight: 1, arbitrary: tie('node').map(inner => `(?-m:${inner})`) },
      ...(beyondRe2
        ? [
            { weight: 2, arbitrary: tie('node').map(inner => `(?>${inner})`) },
            { weight: 1, arbitrary: tie('node').map(inner => `(?=${inner})`) },
            { weight: 1, arbitrary: tie('node').map(inner => `(?!${inner})`) },
            { weight: 1, arbitrary: fc.tuple(atom, atom).map(([a, b]) => `(?<=${a}${b}|${b})`) },
            { weight: 1, arbitrary: fc.tuple(atom, atom).map(([a, b]) => `(?<!${a}${b}|${a})`) },
            { weight: 1, arbitrary: fc.constantFrom('\\1', '(?i:\\1)', '\\R') },
          ]
        : []),
    ),
    node: fc
      .array(
        fc.array(tie('item'), { minLength: 1, maxLength: 4 }).map(items => items.join('')),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .map(branches => branches.join('|')),
  }));
  return node;
}

/** Strings over what the patterns speak of. */
export const subjects: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...'aaabbBcCkK1_; \n\n\r\v\t\xe4\xc4\xff\xa0\x85'), { maxLength: 9 })
  .map(chars => chars.join(''));
