import { isQuery, isUnionQuery, isWholeQuery } from './query.js';
import { semicolon } from './semicolon.js';
import { Anchor, type SqliReason, type WalkState } from './state.js';
import { isStatement } from './statement.js';
import { Token } from './token.js';

/** Reads the token at hand where an operand may stand: at the beginning of the value or after an operator. */
export function readOperand(state: WalkState, kind: Token): SqliReason | null {
  const { lexer, index, isFirst } = state;
  switch (kind) {
    case Token.Number:
      if (state.anchor === Anchor.None) state.isNumber = true;
      state.numbers++;
      return state.literal();
    case Token.Constant:
      state.constants++;
      return state.literal();
    case Token.Variable:
      return state.literal();
    case Token.String:
      if (state.anchor === Anchor.None) state.anchor = Anchor.Name;
      return state.literal();
    case Token.Name:
    case Token.Suffix:
      return state.name();
    case Token.Danger:
      return state.isRealCall() ? 'function call' : state.call();
    case Token.Function:
      return call(state);
    case Token.Word:
      return word(state);
    case Token.Operator:
      return operator(state);
    case Token.Not:
      // `1 or !0` is as good as `1 or true`.
      if (state.word(0) === '!' && state.kind(1) === Token.Number) state.constants++;
      return null;
    case Token.Logic:
    case Token.Comparison:
      if (isFirst) {
        state.anchor = Anchor.Operator;
        state.stretch(kind === Token.Logic);
        return null;
      }
      return kind === Token.Comparison ? null : state.dead();
    case Token.Open:
      return open(state);
    case Token.Close:
      return close(state);
    case Token.Comma:
      if (!isFirst) return state.dead();
      state.anchor = Anchor.Operator;
      return null;
    case Token.Semicolon:
      return isFirst ? semicolon(state) : state.dead();
    case Token.Select:
      if (isFirst) return wholeQuery(state);
      return isQuery(lexer, index, true) ? 'subquery' : state.dead();
    case Token.Union:
      if (!isFirst) return state.dead();
      return isUnionQuery(lexer, index, true) ? 'union query' : state.name();
    case Token.Statement:
      return isFirst && isStatement(lexer, index, true) ? 'statement' : state.name();
    case Token.Clause:
      return clause(state);
    case Token.NestedComment:
      return state.nestedComment();
    case Token.Brace:
      // MySQL reads `{name expression}` as the expression.
      if (state.word(0) !== '{' || state.kind(1) !== Token.Name) return state.dead();
      state.index++;
      return null;
    default:
      return state.dead();
  }
}

/** A database function says most as a condition (`and ascii(…)`), or joined to the application's string (`'+user()+'`). */
function call(state: WalkState): SqliReason | null {
  if (state.anchor === Anchor.Quote) {
    if (state.isCondition || state.operators > 0) return 'function call';
  } else if (state.isCondition && state.anchor === Anchor.Literal) return 'function call';
  else if (state.isFirst && hasInnerCall(state)) return 'function call';
  return state.call();
}

/** `concat(0x3c,version(),0x3e)` as the whole value: hexadecimal text next to another call. */
function hasInnerCall(state: WalkState): boolean {
  if (state.kind(1) !== Token.Open || state.kind(2) !== Token.Number || state.kind(3) !== Token.Comma)
    return false;
  const { lexer, index, text } = state;
  const isHex =
    lexer.end(index + 2) - lexer.start(index + 2) > 3 && text.charAt(lexer.start(index + 2) + 1) === 'x';
  const inner = state.kind(4);
  return isHex && (inner === Token.Function || inner === Token.Open || inner === Token.Constant);
}

function wholeQuery(state: WalkState): SqliReason | null {
  const { lexer, index } = state;
  const isAlone = isWholeQuery(lexer, index);
  return isAlone || (lexer.hasVersionComment && isQuery(lexer, index, true)) ? 'query' : state.name();
}

function operator(state: WalkState): null {
  const sign = state.word(0);
  if (state.isFirst) {
    if (sign === '/') state.isPath = true;
    if (sign !== '-' && sign !== '+' && sign !== '~') state.anchor = Anchor.Operator;
  }
  // `count(*)`, `* from`
  const next = state.kind(1);
  const isStar = sign === '*' && (next === Token.Close || next === Token.Comma || next === Token.Clause);
  if (isStar) state.wantsOperand = false;
  return null;
}

function open(state: WalkState): SqliReason | null {
  state.depth++;
  if (state.kind(1) !== Token.Select) return null;
  const isStrict = state.anchor !== Anchor.Quote && state.operators === 0;
  return isQuery(state.lexer, state.index + 1, isStrict) ? 'subquery' : state.dead();
}

/** `()`, or a value that begins by closing the application's parenthesis. */
function close(state: WalkState): null {
  if (state.isFirst) state.anchor = Anchor.Operator;
  else if (state.index === 0 || state.kind(-1) !== Token.Open) return state.dead();
  state.depth--;
  state.wantsOperand = false;
  return null;
}

function clause(state: WalkState): SqliReason | null {
  if (!state.isFirst) return state.dead();
  const first = state.word(0);
  if (first === 'into' && state.isIntoTarget()) return 'clause';
  if (first !== 'where' && first !== 'having') return state.name();
  state.anchor = Anchor.Operator;
  state.stretch(true);
  return null;
}

function word(state: WalkState): SqliReason | null {
  const isCall = state.kind(1) === Token.Open;
  switch (state.word(0)) {
    case 'case':
      if (state.depth > 0 && state.word(1) === 'when') return 'function call';
      if (
        state.anchor === Anchor.Quote
          ? state.operators > 0
          : state.isCondition && state.anchor === Anchor.Literal
      ) {
        return 'function call';
      }
      return null;
    case 'if':
      if (state.word(1) === 'exists' || state.kind(1) === Token.Not) return null;
      return isCall ? call(state) : state.name();
    case 'cast':
    case 'convert':
    case 'left':
    case 'right':
      return isCall ? call(state) : state.name();
    case 'exists':
    case 'interval':
    case 'distinct':
    case 'all':
    case 'any':
    case 'some':
    case 'row':
      return state.isFirst && !isCall ? state.name() : null;
    case 'when':
    case 'then':
    case 'else':
      return null;
    default:
      return state.name();
  }
}
