import { type Dialect, Lexer, type Quote } from './lexer.js';
import { Sign, screen } from './screen.js';
import { type SqliReason, WalkState } from './state.js';
import { letterOf, nameOf, Token } from './token.js';
import { walk } from './walk.js';

/** One token, for people. `text` is at most 64 bytes long. */
export interface SqliToken {
  readonly kind: string;
  readonly text: string;
}

export interface SqliFinding {
  /** The tokens as letters (see `token.ts`), at most 24 of them. */
  readonly fingerprint: string;
  /** What the application is assumed to have written before the value, and the database's dialect. */
  readonly context: { readonly quote: Quote; readonly dialect: Dialect };
  readonly reason: SqliReason;
  /** The tokens from the first one on, at most 24, up to the one that decided and its neighbour. */
  readonly tokens: readonly SqliToken[];
}

const longestFingerprint = 24;
const longestText = 64;
const state = new WalkState(new Lexer());

interface Decision {
  readonly quote: Quote;
  readonly dialect: Dialect;
  readonly reason: SqliReason;
  readonly index: number;
}

/** Whether the value is an SQL injection in any of the contexts. Linear in the length of the value. */
export function isSqli(text: string): boolean {
  return decide(text) !== null;
}

/** Why the value is an SQL injection, or null when it is none. */
export function describeSqli(text: string): SqliFinding | null {
  const decision = decide(text);
  if (decision === null) return null;
  const { quote, dialect, reason, index } = decision;
  const lexer = state.lexer;
  lexer.reset(text, quote, dialect);
  let fingerprint = '';
  const tokens: SqliToken[] = [];
  for (let at = 0; at <= index + 1 && at < longestFingerprint; at++) {
    const kind = lexer.kind(at);
    if (kind === Token.End) break;
    fingerprint += letterOf(kind);
    const start = lexer.start(at);
    tokens.push({
      kind: nameOf(kind),
      text: text.slice(start, Math.min(lexer.end(at), start + longestText)),
    });
  }
  state.clear();
  return { fingerprint, context: { quote, dialect }, reason, tokens };
}

function decide(text: string): Decision | null {
  const signs = screen(text);
  if ((signs & ~Sign.Comment) === 0 && !text.includes('/*') && !text.includes('--')) return null;
  const decision =
    inQuote(text, 'none') ??
    ((signs & Sign.SingleQuote) === 0 ? null : inQuote(text, 'single')) ??
    ((signs & Sign.DoubleQuote) === 0 ? null : inQuote(text, 'double'));
  state.clear();
  return decision;
}

/** The MySQL dialect is read only where the ANSI walk met something it reads otherwise. */
function inQuote(text: string, quote: Quote): Decision | null {
  return inDialect(text, quote, 'ansi') ?? (state.lexer.isAmbiguous ? inDialect(text, quote, 'mysql') : null);
}

function inDialect(text: string, quote: Quote, dialect: Dialect): Decision | null {
  const reason = walk(state, text, quote, dialect);
  return reason === null ? null : { quote, dialect, reason, index: state.index };
}
