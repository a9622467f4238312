import { readContinuation } from './continuation.js';
import type { Dialect, Quote } from './lexer.js';
import { readOperand } from './operand.js';
import { Anchor, type SqliReason, type WalkState } from './state.js';
import { Token } from './token.js';
import { isSandwich } from './verdict.js';

/**
 * Reads the tokens of a value as the continuation of an expression and looks for what changes the statement around it.
 *
 * An injection has to leave a statement that parses: the value is an operand (or closes the application's string), and
 * an operator, a clause or another statement follows. Prose breaks that within a few tokens, because two operands stand
 * side by side ("O'Brien" is a string and a name), and the walk ends there. It never looks back further than one token
 * or ahead further than a dozen, and has no limit on length: padding does not push an attack out of sight.
 *
 * @returns why the value is an injection in this context (`state.index` is then the token that decided), or null
 */
export function walk(state: WalkState, text: string, quote: Quote, dialect: Dialect): SqliReason | null {
  state.begin(text, quote, dialect);
  if (quote !== 'none') {
    if (state.lexer.openString !== -1) return null;
    state.quoteEnd = state.lexer.end(0);
    state.touching = state.lexer.touches(1) ? state.lexer.kind(1) : null;
    if (isSandwich(state)) return 'quotes balance around an operator';
    state.anchor = Anchor.Quote;
    state.wantsOperand = false;
    state.isFirst = false;
    state.index = 1;
  }
  for (; ; state.index++) {
    const kind = state.lexer.kind(state.index);
    const reason = state.wantsOperand ? readOperand(state, kind) : readContinuation(state, kind);
    if (reason !== null) {
      if (state.isPath) return null;
      return state.isNested ? 'nested comment' : reason;
    }
    if (state.isDead || kind === Token.End) return null;
    state.isFirst = kind === Token.NestedComment;
  }
}
