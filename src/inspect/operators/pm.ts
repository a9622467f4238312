import { lowerAscii } from '../../core/index.js';
import { AhoCorasick } from '../aho-corasick.js';
import { hexDigit } from '../byte-class.js';
import {
  type CompileEnvironment,
  type Macro,
  type Operator,
  OperatorError,
  type OperatorSpec,
} from '../contract.js';
import { staticText, words } from './argument.js';
import { readList } from './list-file.js';

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

/** Captures the phrase as the rule writes it: the one that ends first, the longest of those. */
function anyPhrase(phrases: readonly string[]): Operator {
  const automaton = AhoCorasick.build(phrases, { caseInsensitive: true });
  return (value, scope) => {
    const found = automaton.firstMatch(value.bytes);
    if (found < 0) return false;
    if (scope.capturing) scope.capture([phrases[found]]);
    return true;
  };
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

function compileFile(argument: Macro, environment: CompileEnvironment): Operator {
  return anyPhrase(readList(argument, environment, 'pmFromFile').lines);
}

export const pmFromFile: OperatorSpec = {
  name: 'pmFromFile',
  summary:
    'As @pm, with the phrases in a file: one a line, spaces inside it count, a line that begins with # is a comment.',
  example: 'SecRule REQUEST_HEADERS:User-Agent "@pmFromFile scanners.data" "id:1052,phase:1,deny"',
  compile: compileFile,
  requires: (argument, environment) => [readList(argument, environment, 'pmFromFile').lines.map(lowerAscii)],
};

export const pmf: OperatorSpec = {
  ...pmFromFile,
  name: 'pmf',
  summary: 'The same as @pmFromFile.',
  example: 'SecRule REQUEST_HEADERS:User-Agent "@pmf scanners.data" "id:1053,phase:1,deny"',
};
