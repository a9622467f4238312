import { isQuery, isUnionQuery } from './query.js';
import { semicolon } from './semicolon.js';
import { Anchor, type SqliReason, type WalkState } from './state.js';
import { isStatement } from './statement.js';
import { Token } from './token.js';
import { atComment, atEnd, isCaller, isTelling } from './verdict.js';

/** Reads the token at hand where an operand has just ended. */
export function readContinuation(state: WalkState, kind: Token): SqliReason | null {
  if (state.isAlias) {
    if (!afterAlias.has(kind)) return state.dead();
    state.isAlias = false;
  }
  switch (kind) {
    case Token.End:
      return atEnd(state);
    case Token.Comment:
      return atComment(state);
    case Token.Logic:
      return logic(state);
    case Token.Comparison:
      // An arrow function; a named argument stands in parentheses.
      if (state.word(0) === '=>' && state.depth <= 0) return state.dead();
      if (state.word(0) === 'between') state.between++;
      state.comparisons++;
      state.operators++;
      state.wantsOperand = true;
      return null;
    case Token.Operator:
      state.operators++;
      state.wantsOperand = true;
      return null;
    case Token.Not:
      return state.kind(1) === Token.Comparison ? null : state.dead();
    case Token.Union: {
      const isNamed = state.anchor === Anchor.Name;
      return state.isNested || isUnionQuery(state.lexer, state.index, isNamed) ? 'union query' : state.dead();
    }
    case Token.Select:
      return state.isNested ? 'nested comment' : state.dead();
    case Token.Statement:
      if (state.anchor === Anchor.Name || !isStatement(state.lexer, state.index, false)) return state.dead();
      return 'stacked statement';
    case Token.Clause:
      return clause(state);
    case Token.Open:
      return open(state);
    case Token.Close:
      if (isTelling(state, false)) return 'condition';
      state.depth--;
      return null;
    case Token.Comma:
      if (isTelling(state, false)) return 'condition';
      state.stretch(false);
      state.wantsOperand = true;
      return null;
    case Token.Semicolon:
      return semicolon(state);
    case Token.String:
      return string(state);
    case Token.Name:
      return alias(state);
    case Token.Danger:
      return state.anchor === Anchor.Quote && state.isRealCall() ? 'function call' : state.dead();
    case Token.Word:
      if (state.anchor === Anchor.Name && state.names > 0 && state.operators === 0) return state.dead();
      state.wantsOperand = true;
      return null;
    case Token.Suffix:
      return null;
    case Token.NestedComment:
      return state.nestedComment();
    case Token.Brace:
      return state.word(0) === '}' ? null : state.dead();
    default:
      return state.dead();
  }
}

const afterAlias: ReadonlySet<Token> = new Set([
  Token.Union,
  Token.Semicolon,
  Token.Clause,
  Token.Comment,
  Token.Comma,
  Token.Close,
]);

function logic(state: WalkState): SqliReason | null {
  const word = state.word(0);
  state.wantsOperand = true;
  if (word === 'and' && state.between > 0) {
    state.between--;
    return null;
  }
  if (isTelling(state, false)) return 'condition';
  state.operators++;
  state.stretch(true);
  // "5' or 6" is a height; nothing but an injection writes `'or 6` or `'|| 6`.
  const touchesQuote = state.anchor === Anchor.Quote && state.lexer.touches(state.index);
  state.isSymbol = word === '||' || word === '&&' || touchesQuote;
  return null;
}

function open(state: WalkState): SqliReason | null {
  const before = state.kind(-1);
  if (state.kind(1) === Token.Select) {
    return before !== Token.Number && isQuery(state.lexer, state.index + 1, true) ? 'subquery' : state.dead();
  }
  if (!isCaller(before)) return state.dead();
  state.depth++;
  state.wantsOperand = true;
  return null;
}

/** Strings side by side are one string; a name right before a string is its charset or type. */
function string(state: WalkState): null {
  const before = state.kind(-1);
  if (before === Token.String) return null;
  if ((before !== Token.Name && before !== Token.Word) || !isStringPrefix(state.word(-1)))
    return state.dead();
  if (state.names > 0) state.names--;
  state.literals++;
  return null;
}

/** One name may follow a number or a parenthesis as its alias (`interval 1 day` is no alias). */
function alias(state: WalkState): null {
  const before = state.kind(-1);
  if (before !== Token.Number && before !== Token.Close) return state.dead();
  if (state.word(-2) === 'interval') return null;
  state.isAlias = true;
  state.names++;
  return null;
}

function clause(state: WalkState): SqliReason | null {
  if (isTelling(state, false)) return 'condition';
  const isSure = state.anchor === Anchor.Quote || state.anchor === Anchor.Literal;
  state.wantsOperand = true;
  state.stretch(false);
  switch (state.word(0)) {
    case 'into':
      return state.isIntoTarget() ? 'clause' : null;
    case 'procedure':
      return state.word(1) === 'analyse' ? 'clause' : state.dead();
    case 'where':
    case 'having':
      state.operators++;
      state.stretch(true);
      return null;
    case 'group':
    case 'order': {
      if (state.word(1) !== 'by') return state.dead();
      const item = state.kind(2);
      if (isSure && (item === Token.Number || item === Token.Open || item === Token.Function))
        return 'clause';
      state.index++;
      return null;
    }
    case 'limit':
      return isSure && state.kind(1) === Token.Number && !isProse(state.kind(2)) ? 'clause' : state.dead();
    default:
      return null;
  }
}

/** `N'…'`, `_utf8'…'`, `date '…'`. */
function isStringPrefix(word: string): boolean {
  if (word.length === 1) return 'nxbeuqr'.includes(word);
  return (
    word.charAt(0) === '_' ||
    word === 'nq' ||
    word === 'date' ||
    word === 'time' ||
    word === 'timestamp' ||
    word === 'interval'
  );
}

function isProse(kind: Token): boolean {
  return kind === Token.Name || kind === Token.Unknown || kind === Token.String || kind === Token.Word;
}
