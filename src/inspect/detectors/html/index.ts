export { describeXss, isXss } from './describe.js';
export type { XssFinding, XssReason } from './finding.js';
export type { HtmlContext } from './lexer.js';
