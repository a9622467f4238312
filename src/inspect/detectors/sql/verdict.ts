import { Anchor, type SqliReason, type WalkState } from './state.js';
import { Token } from './token.js';

/**
 * Whether the condition since the last logic operator is one that an attacker writes. The more of the beginning is
 * certain to be code, the less of the condition has to be.
 * @param isCut true when nothing of the application's statement follows
 */
export function isTelling(state: WalkState, isCut: boolean): boolean {
  const { anchor, depth, names, literals } = state;
  const isCompared = state.comparisons > 0;
  if (!state.isCondition) {
    // `1-(1=1)`: a truth value as a number.
    return isCompared && depth > 0 && anchor === Anchor.Literal && state.operators > 1 && literals > 0;
  }
  if (anchor === Anchor.Quote) return isCompared || isCut || isTruth(state, state.isSymbol);
  const isCutLiteral = isCut && names === 0;
  if (anchor === Anchor.Literal) {
    return isCompared ? literals > 0 || isCut : isCutLiteral || (state.isNumber && isTruth(state, false));
  }
  if (!isCompared) return isCutLiteral;
  return literals > 0 && (names === 0 || (depth > 0 && anchor === Anchor.Operator));
}

/** Whether the condition is nothing but a constant, or a number where `isNumberEnough`. */
function isTruth(state: WalkState, isNumberEnough: boolean): boolean {
  if (state.operands !== 1 || state.names > 0) return false;
  return state.constants === 1 || (isNumberEnough && state.numbers === 1);
}

/** A comment swallows the rest of the value, and of the application's line behind it. */
export function atComment(state: WalkState): SqliReason | null {
  if (isTelling(state, true)) return 'condition';
  if (state.anchor === Anchor.Quote) {
    return isOpening(state) && !isBareComment(state) ? null : 'comment cuts the statement';
  }
  if (state.anchor !== Anchor.Literal || state.word(0) === '#') return null;
  return state.depth < 0 || isBareLiteral(state) ? 'comment cuts the statement' : null;
}

/** Whether the value is one number, constant or variable so far. */
export function isBareLiteral(state: WalkState): boolean {
  return state.anchor === Anchor.Literal && state.operators === 0 && state.operands === 1;
}

/** The value is over, and it was a continuation of a statement up to here. */
export function atEnd(state: WalkState): SqliReason | null {
  if (isTelling(state, false)) return 'condition';
  if (state.anchor !== Anchor.Quote || state.lexer.openString === -1 || state.operators === 0) return null;
  return isOpening(state) && (isWordNext(state) || !isPlainWord(state.text, state.lexer.openString))
    ? null
    : 'quotes balance around an operator';
}

/**
 * Whether the first quote seems to open a string of the value's own rather than to close the application's: it stands
 * behind white space or a sign, and what follows touches it, as in `href="#top"`, `$("#id")`, "the '--force' option",
 * "use '/' to separate". A beginning quote counts when a word follows the comment sign, as in `"--force"`.
 */
function isOpening(state: WalkState): boolean {
  if (state.touching === null) return false;
  const quote = state.quoteEnd - 1;
  if (quote > 0)
    return openers.includes(state.text.charAt(quote - 1)) || state.text.charCodeAt(quote - 1) <= 0x20;
  return state.index === 1 && state.touching === Token.Comment;
}

const openers = '=([{,:>`*_/|';

/** Whether nothing, or nothing but a space and what follows it, stands behind the comment sign. */
function isBareComment(state: WalkState): boolean {
  const { text, lexer } = state;
  const start = lexer.start(state.index);
  const code = text.charCodeAt(start + state.word(0).length);
  if (Number.isNaN(code)) return true;
  if (state.quoteEnd === 1) return code <= 0x20 || code === 0x2d || code === 0x2b;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && code !== 0x2d && code !== 0x2b && code !== 0x23) return false;
  }
  return true;
}

/** Whether a letter follows the first quote: `'glob'`, `"is new"`. */
function isWordNext(state: WalkState): boolean {
  const code = state.text.charCodeAt(state.quoteEnd) | 0x20;
  return code >= 0x61 && code <= 0x7a;
}

/** Whether the rest of the value is one word, as behind the last quote of `' or '1`. */
function isPlainWord(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at) | 0x20;
    const isWordChar =
      (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || text.charCodeAt(at) === 0x25;
    if (!isWordChar) return false;
  }
  return true;
}

/** `' + … + '`: quotes on both ends and operators next to them, whatever stands between. */
export function isSandwich(state: WalkState): boolean {
  const { text } = state;
  const last = text.length - 1;
  if (text.charAt(last) !== (state.quote === 'single' ? "'" : '"')) return false;
  const right = skipSpace(text, last - 1, -1);
  const left = skipSpace(text, state.quoteEnd, 1);
  return left < right && joiners.includes(text.charAt(left)) && joiners.includes(text.charAt(right));
}

const joiners = '+|&^*';

function skipSpace(text: string, from: number, step: number): number {
  let at = from;
  while (at >= 0 && at < text.length && text.charCodeAt(at) <= 0x20) at += step;
  return at;
}

/** What an argument list or a subquery may follow. */
const callers: ReadonlySet<Token> = new Set([
  Token.Name,
  Token.Constant,
  Token.Variable,
  Token.Function,
  Token.Danger,
  Token.Word,
  Token.Statement,
]);

export function isCaller(kind: Token): boolean {
  return callers.has(kind);
}
