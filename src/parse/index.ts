/**
 * Takes requests apart into what rules, gates and routes look at. Everything in and out is a byte string; nothing here
 * throws on what a client sends, except `decodeContent`, whose failure is an answer.
 */
export { chooseBodyProcessor, parseBody } from './body/index.js';
export { ContentError, type ContentLimits, decodeContent } from './content-encoding.js';
export { parseHead } from './head.js';
export { type NormalisedPath, normalisePath } from './path.js';
