import { examine, isScriptUrl } from './examine.js';
import type { XssFinding } from './finding.js';
import { type HtmlContext, HtmlLexer } from './lexer.js';

const longestText = 64;
const lexer = new HtmlLexer();

const Sign = { Tag: 1, Equals: 2, Space: 4, Single: 8, Double: 16, Backquote: 32, Colon: 64 } as const;
const signs = new Uint8Array(256);
signs[0x3c] = Sign.Tag;
signs[0x3d] = Sign.Equals;
for (const code of [0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d]) signs[code] = Sign.Space;
signs[0x27] = Sign.Single;
signs[0x22] = Sign.Double;
signs[0x60] = Sign.Backquote;
// A scheme may be written with character references.
signs[0x3a] = Sign.Colon;
signs[0x26] = Sign.Colon;

/** Whether the value runs script in any of the contexts. Linear in the length of the value. */
export function isXss(text: string): boolean {
  return describeXss(text) !== null;
}

/**
 * Why the value runs script in a page, or null when it does not. A value without `<` is no tag, and one without `=` adds
 * no attribute: what is left then is a script URL.
 */
export function describeXss(text: string): XssFinding | null {
  let found = 0;
  for (let at = 0; at < text.length; at++) found |= signs[text.charCodeAt(at) & 0xff] as number;
  if ((found & (Sign.Tag | Sign.Equals | Sign.Colon)) === 0) return null;
  if ((found & Sign.Colon) !== 0 && isScriptUrl(text)) {
    return { context: 'double', reason: 'script URL', text: text.slice(0, longestText) };
  }
  if ((found & (Sign.Tag | Sign.Equals)) === 0) return null;
  const finding =
    ((found & Sign.Tag) === 0 ? null : inContext(text, 'data')) ??
    ((found & Sign.Space) === 0 ? null : inContext(text, 'unquoted')) ??
    ((found & Sign.Single) === 0 ? null : inContext(text, 'single')) ??
    ((found & Sign.Double) === 0 ? null : inContext(text, 'double')) ??
    ((found & Sign.Backquote) === 0 ? null : inContext(text, 'backquote'));
  lexer.clear();
  return finding;
}

function inContext(text: string, context: HtmlContext): XssFinding | null {
  const reason = examine(lexer, text, context);
  if (reason === null) return null;
  return { context, reason, text: text.slice(lexer.start, Math.min(lexer.end, lexer.start + longestText)) };
}
