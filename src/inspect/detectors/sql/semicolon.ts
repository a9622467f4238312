import { isQuery } from './query.js';
import { Anchor, type SqliReason, type WalkState } from './state.js';
import { isStatement } from './statement.js';
import { Token } from './token.js';
import { isBareLiteral, isTelling } from './verdict.js';

/** The value ends the application's statement: what comes next must be another one. */
export function semicolon(state: WalkState): SqliReason | null {
  const { lexer, index } = state;
  if (isTelling(state, state.anchor === Anchor.Quote)) return 'condition';
  let at = index + 1;
  while (at < index + 4 && (lexer.kind(at) === Token.Semicolon || lexer.word(at) === 'begin')) at++;
  switch (lexer.kind(at)) {
    case Token.Statement:
      return isStatement(lexer, at, false) ? 'stacked statement' : state.dead();
    case Token.Select:
      return isQuery(lexer, at, state.anchor === Anchor.Name) ? 'stacked statement' : state.dead();
    case Token.Clause:
      if (lexer.word(at) !== 'set' || lexer.kind(at + 1) !== Token.Variable) return state.dead();
      return 'stacked statement';
    case Token.Danger:
      return lexer.kind(at + 1) === Token.Open && at > index + 1 ? 'stacked statement' : state.dead();
    case Token.Comment:
      return state.anchor === Anchor.Quote || isBareLiteral(state)
        ? 'comment cuts the statement'
        : state.dead();
    case Token.Word:
      if (lexer.word(at) !== 'if' && lexer.word(at) !== 'while') return state.dead();
      // `;if (1=1) waitfor delay '0:0:5'`: the condition is read as an operand.
      state.index = at;
      state.stretch(false);
      state.wantsOperand = true;
      return null;
    default:
      return state.dead();
  }
}
