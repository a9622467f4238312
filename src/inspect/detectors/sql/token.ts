/**
 * The kinds of SQL token the detector tells apart. The number is the kind, the letter stands for it in a fingerprint
 * (what `@detectSQLi` captures, and what `explain` shows).
 */
export const Token = {
  /** The value is over. */
  End: 0,
  /** `1`, `0x41`, `.5`, `1e3`. */
  Number: 1,
  /** `'a'`, `"a"`, `$$a$$`, or the rest of a string that the application opened. */
  String: 2,
  /** A name: a bare word that is no keyword, `a.b`, `` `a` ``, `[a]`. */
  Name: 3,
  /** `@a`, `@@version`, `$1`. */
  Variable: 4,
  /** `null`, `true`, `current_user`, `\N`. */
  Constant: 5,
  /** A function of a database, before its parenthesis. */
  Function: 6,
  /** A function that waits, reads files or runs commands, or makes an error say what it read. */
  Danger: 7,
  /** `and`, `or`, `xor`, `&&`, `||`. */
  Logic: 8,
  /** `not`, `!`. */
  Not: 9,
  /** `=`, `<`, `like`, `in`, `between`, `is`. */
  Comparison: 10,
  /** `+`, `-`, `*`, `/`, `|`, `div`, `::`. */
  Operator: 11,
  /** `union`, `intersect`, `except`, `minus`. */
  Union: 12,
  /** `select`. */
  Select: 13,
  /** The first word of another statement: `insert`, `drop`, `exec`, `waitfor`. */
  Statement: 14,
  /** The first word of a clause: `from`, `where`, `having`, `order`, `limit`, `into`. */
  Clause: 15,
  /** A word that joins operands without being an operator: `as`, `by`, `collate`, `case`, `all`. */
  Word: 16,
  /** A word that may close an operand: `asc`, `desc`, `end`. */
  Suffix: 17,
  Open: 18,
  Close: 19,
  Comma: 20,
  Semicolon: 21,
  /** A comment that swallows the rest of the value. */
  Comment: 22,
  /** A comment with another one opened inside it: databases differ on where it ends. */
  NestedComment: 23,
  Brace: 24,
  /** What no database reads in a statement. */
  Unknown: 25,
} as const;
export type Token = (typeof Token)[keyof typeof Token];

const letters = '.1snvkfF&!=oUETCwz(),;cX{?';

/** The letter that stands for a token kind in a fingerprint. */
export function letterOf(token: Token): string {
  return letters.charAt(token);
}

/** The name of a token kind, for people. */
export function nameOf(token: Token): string {
  return names[token] ?? 'unknown';
}

const names: readonly string[] = Object.keys(Token).map(name =>
  name.replace(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase(),
);
