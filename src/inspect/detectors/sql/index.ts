export { describeSqli, isSqli, type SqliFinding, type SqliToken } from './describe.js';
export type { Dialect, Quote } from './lexer.js';
export type { SqliReason } from './state.js';
