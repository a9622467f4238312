import { lowerAscii } from '../../core/index.js';
import { hexDigit } from '../byte-class.js';
import { OperatorError, type OperatorSpec } from '../contract.js';
import { staticText, words } from './argument.js';
import { anyPhrase } from './phrases.js';

const QUOTE = 0x22;

const BACKSLASH = 0x5c;

const BAR = 0x7c;

/**
 * Snort's notation for content: `|41 42|` is not taken (no space may be between the bars), `|4142|` is two bytes, and a
 * backslash goes before `:` `;` `\` and `"`. Text that does not keep to it is taken as it stands, as in ModSecurity.
 */
function unescapeContent(argument: string): string {
  let text = argument.replace(/^[ \t]+/, '');
  if (text.length > 2 && text.charCodeAt(0) === QUOTE && text.charCodeAt(text.length - 1) === QUOTE) {
    text = text.slice(1, -1);
  }
  let out = '';
  let inBars = false;
  let escaped = false;
  let high = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BAR) {
      inBars = !inBars;
    } else if (code === BACKSLASH && !escaped) {
      escaped = true;
    } else if (inBars) {
      const digit = hexDigit(code);
      if (digit < 0) return argument;
      if (high >= 0) out += String.fromCharCode(high * 16 + digit);
      high = high < 0 ? digit : -1;
    } else if (escaped) {
      if (!':;\\"'.includes(text.charAt(i))) return argument;
      out += text.charAt(i);
      escaped = false;
    } else {
      out += text.charAt(i);
    }
  }
  return out;
}

export const pm: OperatorSpec = {
  name: 'pm',
  summary:
    'One of the phrases of the argument, with whitespace between them, occurs in the value, without regard to ASCII ' +
    'case. |HH| writes a byte in hexadecimal.',
  example: 'SecRule REQUEST_HEADERS:User-Agent "@pm WebZIP WebCopier Webster" "id:1051,phase:1,deny"',
  compile(argument) {
    const phrases = words(unescapeContent(staticText(argument, 'pm')));
    if (phrases.length === 0)
      throw new OperatorError('@pm has no phrase', 'write at least one phrase after it');
    return anyPhrase(phrases);
  },
  requires: argument => [words(unescapeContent(staticText(argument, 'pm'))).map(lowerAscii)],
};
