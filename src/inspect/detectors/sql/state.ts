import type { Dialect, Lexer, Quote } from './lexer.js';
import { Token } from './token.js';

/** What made the detector say yes. */
export type SqliReason =
  | 'union query'
  | 'subquery'
  | 'query'
  | 'statement'
  | 'stacked statement'
  | 'function call'
  | 'condition'
  | 'clause'
  | 'comment cuts the statement'
  | 'quotes balance around an operator'
  | 'nested comment';

/** What the value begins with, which says how likely it is prose. */
export const Anchor = {
  None: 0,
  /** An operator, a closing parenthesis or a clause: the operand before it is the application's. */
  Operator: 1,
  /** A number, constant or variable. */
  Literal: 2,
  /** A name or a string of the value's own. */
  Name: 3,
  /** The value closed the application's string. */
  Quote: 4,
} as const;
export type Anchor = (typeof Anchor)[keyof typeof Anchor];

/** Where a walk over the tokens of a value is, and what it has seen. One object serves all walks, one after the other. */
export class WalkState {
  text = '';
  quote: Quote = 'none';
  /** Offset behind the quote that closes the application's string. */
  quoteEnd = 0;
  /** Kind of the token that touches that quote, or null when white space comes first. */
  touching: Token | null = null;
  /** Index of the token at hand. */
  index = 0;
  anchor: Anchor = Anchor.None;
  /** True once a comment was opened inside a comment: what came before no longer counts, and less is needed after. */
  isNested = false;
  /** True for a value that begins with a slash: what looks like an operand is a folder. */
  isPath = false;
  /** True at the first token. */
  isFirst = true;
  wantsOperand = true;
  /** True right after a name that can only be an alias. */
  isAlias = false;
  /** True once the value can no longer be a continuation of a statement. */
  isDead = false;
  /** Open parentheses; negative when the value closed some of the application's. */
  depth = 0;
  /** `between` whose `and` is still to come. */
  between = 0;
  /** Operators, comparisons and logic operators so far. */
  operators = 0;
  /** True when the value began with a number. */
  isNumber = false;

  // Since the last logic operator, comma or clause:
  /** True when a logic operator, `where` or `having` began this stretch. */
  isCondition = false;
  /** True when it was `||` or `&&`, or a word that touches the closing quote. */
  isSymbol = false;
  comparisons = 0;
  operands = 0;
  names = 0;
  literals = 0;
  numbers = 0;
  constants = 0;

  constructor(readonly lexer: Lexer) {}

  begin(text: string, quote: Quote, dialect: Dialect): void {
    this.lexer.reset(text, quote, dialect);
    this.text = text;
    this.quote = quote;
    this.index = 0;
    this.isNested = false;
    this.isDead = false;
    this.restart();
  }

  /** Lets go of the value. */
  clear(): void {
    this.lexer.clear();
    this.text = '';
  }

  /** Forgets what came before the token at hand. */
  restart(): void {
    this.anchor = Anchor.None;
    this.isPath = false;
    this.isFirst = true;
    this.wantsOperand = true;
    this.isAlias = false;
    this.depth = 0;
    this.between = 0;
    this.operators = 0;
    this.isNumber = false;
    this.stretch(false);
  }

  /** A logic operator, comma or clause: counting begins again. */
  stretch(isCondition: boolean): void {
    this.isCondition = isCondition;
    this.isSymbol = false;
    this.comparisons = 0;
    this.operands = 0;
    this.names = 0;
    this.literals = 0;
    this.numbers = 0;
    this.constants = 0;
  }

  /** Kind of the token `ahead` of the one at hand. */
  kind(ahead: number): Token {
    return this.lexer.kind(this.index + ahead);
  }

  word(ahead: number): string {
    return this.lexer.word(this.index + ahead);
  }

  /** The walk ends without a finding. */
  dead(): null {
    this.isDead = true;
    return null;
  }

  /** An operand that is a value by itself. */
  literal(): null {
    this.literals++;
    return this.#operand(Anchor.Literal);
  }

  /** An operand that prose could be. */
  name(): null {
    this.names++;
    return this.#operand(Anchor.Name);
  }

  /** The name of a function; its arguments follow. */
  call(): null {
    this.literals++;
    return this.#operand(Anchor.Name);
  }

  #operand(anchor: Anchor): null {
    this.operands++;
    this.wantsOperand = false;
    if (this.anchor === Anchor.None) this.anchor = anchor;
    return null;
  }

  nestedComment(): null {
    this.restart();
    this.isNested = true;
    return null;
  }

  /** Whether a dangerous function has arguments that are not prose: "sleep (well)" has, `sleep(5)` has not. */
  isRealCall(): boolean {
    if (this.kind(1) !== Token.Open) return false;
    const argument = this.kind(2);
    if (argument === Token.End || argument === Token.Unknown || argument === Token.Close) return false;
    return argument !== Token.Name || this.operators > 0 || this.isCondition || this.kind(3) === Token.Comma;
  }

  /** `into outfile`, `into dumpfile`, `into @variable`. */
  isIntoTarget(): boolean {
    const word = this.word(1);
    return word === 'outfile' || word === 'dumpfile' || this.kind(1) === Token.Variable;
  }
}
