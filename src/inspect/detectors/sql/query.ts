import type { Lexer } from './lexer.js';
import { Token } from './token.js';

/**
 * Looks a few tokens ahead to tell a query from prose that begins with the same word ("select a leader", "union
 * members"). Every check reads at most a dozen tokens.
 */

const farthest = 12;
const selectModifiers = new Set([
  'all',
  'distinct',
  'distinctrow',
  'unique',
  'high_priority',
  'sql_no_cache',
  'sql_calc_found_rows',
]);
const articles = new Set([
  'the',
  'a',
  'an',
  'your',
  'our',
  'my',
  'this',
  'these',
  'those',
  'each',
  'any',
  'his',
  'her',
]);

/** `union` at `index`, followed by a query. */
export function isUnionQuery(lexer: Lexer, index: number, isNamed: boolean): boolean {
  let at = index + 1;
  const last = index + farthest;
  while (at < last) {
    const word = lexer.word(at);
    if (lexer.kind(at) === Token.Open || word === 'all' || word === 'distinct' || word === 'distinctrow')
      at++;
    else break;
  }
  if (lexer.kind(at) === Token.Select) return isQuery(lexer, at, isNamed);
  const next = lexer.kind(at + 1);
  if (lexer.word(at) === 'values') return next === Token.Open || lexer.word(at + 1) === 'row';
  return !isNamed && lexer.word(at) === 'table' && next === Token.Name;
}

/**
 * `select` at `index`, followed by what a query selects.
 * @param isStrict true where prose is likely: a plain name then needs a comma or a `from` with a table
 */
export function isQuery(lexer: Lexer, index: number, isStrict: boolean): boolean {
  let at = index + 1;
  const last = index + farthest;
  while (at < last && (selectModifiers.has(lexer.word(at)) || lexer.kind(at) === Token.Open)) at++;
  if (lexer.word(at) === 'top' && lexer.kind(at + 1) === Token.Number) at += 2;
  switch (lexer.kind(at)) {
    case Token.End:
    case Token.Comment:
      return !isStrict;
    case Token.Number:
    case Token.String:
    case Token.Constant:
    case Token.Variable: {
      const next = lexer.kind(at + 1);
      if (next === Token.Name || next === Token.Word) return !isStrict && hasTable(lexer, at + 2, last);
      return next !== Token.Number;
    }
    case Token.Function:
    case Token.Danger:
    case Token.Operator:
    case Token.Not:
    case Token.Select:
      return true;
    case Token.Name:
      return isNameList(lexer, at, isStrict);
    case Token.Brace:
      return !isStrict && lexer.kind(at + 1) === Token.Name;
    default:
      return (
        lexer.word(at) === 'case' || (lexer.kind(at) === Token.Word && lexer.kind(at + 1) === Token.Open)
      );
  }
}

function isNameList(lexer: Lexer, at: number, isStrict: boolean): boolean {
  switch (lexer.kind(at + 1)) {
    case Token.Open:
      return lexer.touches(at + 1);
    case Token.Comma:
    case Token.Operator:
    case Token.Comparison:
    case Token.Clause:
      return isStrict ? hasTable(lexer, at + 1, at + farthest) : lexer.kind(at + 2) !== Token.End;
    case Token.Close:
    case Token.Semicolon:
    case Token.Union:
      return !isStrict;
    case Token.Comment:
      return true;
    case Token.End:
      return !isStrict;
    case Token.Name:
    case Token.String:
      // `` a`b` ``, `x'41'`
      return !isStrict && lexer.word(at + 1) === '' && lexer.touches(at + 1);
    default:
      return lexer.word(at + 1) === 'as' && hasTable(lexer, at + 2, at + farthest);
  }
}

function hasTable(lexer: Lexer, from: number, last: number): boolean {
  for (let at = from; at < last; at++) {
    const kind = lexer.kind(at);
    if (kind === Token.End || kind === Token.Unknown) return false;
    if (kind !== Token.Clause || lexer.word(at) !== 'from') continue;
    const table = lexer.kind(at + 1);
    return table === Token.Open || (table === Token.Name && !articles.has(lexer.word(at + 1)));
  }
  return false;
}

/** A query that is the whole value: it must name a table and do something with it, or select literals. */
export function isWholeQuery(lexer: Lexer, index: number): boolean {
  if (!isQuery(lexer, index, true)) return false;
  const first = lexer.kind(index + 1);
  if (first === Token.Function || first === Token.Danger || first === Token.Open) return true;
  if (first === Token.Variable || lexer.word(index + 1) === 'case') return true;
  for (let at = index + 1; at < index + farthest; at++) {
    const kind = lexer.kind(at);
    if (kind === Token.End) return false;
    if (kind === Token.Union || kind === Token.Comment || kind === Token.Danger || kind === Token.Select)
      return true;
    if (kind === Token.Clause && lexer.word(at) === 'from') {
      return (
        hasTable(lexer, at, at + 1) &&
        (lexer.word(index + 1) === '*' || lexer.kind(at + 1) === Token.Open || endsClause(lexer, at + 2))
      );
    }
  }
  return false;
}

/** A clause, another query, a semicolon or a comment: what may follow the name of a table. */
export function endsClause(lexer: Lexer, at: number): boolean {
  const kind = lexer.kind(at);
  return kind === Token.Clause || kind === Token.Semicolon || kind === Token.Comment || kind === Token.Union;
}
