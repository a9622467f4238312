import { isArgument } from './argument.js';
import { ALONE, DISTINCT, ECHOING, WORDS } from './commands.js';
import { type ShellWord, skipBlank, wordAt } from './word.js';

export type ShellReason =
  | 'command with arguments behind a separator'
  | 'command alone behind a separator'
  | 'command that quotes take apart'
  | 'program by its path';

export interface ShellFinding {
  readonly reason: ShellReason;
  /** The separator that ends the application's own command; empty for the beginning of the value. */
  readonly separator: string;
  readonly command: string;
  /** Offsets of separator and command with what follows it, in bytes. */
  readonly start: number;
  readonly end: number;
}

/** Longest text that an application may have in front of what is injected. */
const LONGEST_PREFIX = 64;
/** Separators that are looked at: more are a document, not a parameter. */
const MOST_SEPARATORS = 64;
/** Line ends of a parameter into which a command is put; a text has more. */
const MOST_LINES = 3;
const SHOWN = 48;

/**
 * Why the value would make a shell run another command, or null.
 * The first separator must stand where a parameter ends: at the beginning, or behind one word without white space. In
 * text that people write, words stand in front of it.
 * @param anywhere true for separators behind any text as well: commands with arguments only. Linear in time.
 */
export function describeShell(text: string, anywhere = false): ShellFinding | null {
  const first = wordAt(text, skipBlank(text, 0, true));
  if (/^\/(?:usr\/)?(?:local\/)?s?bin\/[\w.-]+$/.test(first.name)) {
    return finding(text, 'program by its path', '', first);
  }
  if (first.isDisguised && isKnown(first.name) && isArgument(text, first.end, first.name, false)) {
    return finding(text, 'command that quotes take apart', '', first);
  }
  let isShaped = true;
  let seen = 0;
  for (let at = 0; at < text.length && seen < MOST_SEPARATORS; at++) {
    const length = separatorAt(text, at);
    if (length === 0) continue;
    const isLine = text.charAt(at) === '\n';
    if (seen === 0)
      isShaped = isParameter(text.slice(0, at), text.charAt(at)) && !(isLine && isDocument(text, at));
    // Lines of a text begin with any word.
    if (isLine && !isShaped) continue;
    seen++;
    if (!isShaped && !anywhere) return null;
    const separator = text.slice(at, at + length);
    const found = commandBehind(text, at, separator, isShaped);
    if (found !== null) return found;
    at += length - 1;
  }
  return null;
}

function separatorAt(text: string, at: number): number {
  switch (text.charAt(at)) {
    case ';':
    case '\n':
    case '`':
      return 1;
    case '|':
      return text.charAt(at + 1) === '|' ? 2 : 1;
    case '&':
      return text.charAt(at + 1) === '&' ? 2 : 1;
    case '$':
    case '<':
    case '>':
      return text.charAt(at + 1) === '(' ? 2 : 0;
    case '{':
      return /^\{[a-z]{1,12},/.test(text.slice(at, at + 14)) ? 1 : 0;
    default:
      return 0;
  }
}

function isParameter(prefix: string, separator: string): boolean {
  const word = prefix.trim();
  // Mark-up of text: Use `ls`.
  if (separator === '`' && word !== '' && /\s$/.test(prefix)) return false;
  return word.length <= LONGEST_PREFIX && !/\s/.test(word) && !/^(?:[^'"]*<|https?:)/.test(word);
}

/** Whether a line end belongs to a text of several lines, or to code that opens a block before it. */
function isDocument(text: string, at: number): boolean {
  if (/[{([,;:>]\s*$/.test(text.slice(Math.max(0, at - 8), at))) return true;
  let lines = 0;
  for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', end + 1))
    if (++lines > MOST_LINES) return true;
  return false;
}

/** Whether a line end, a single `|` or `&` here is a separator for certain: lists and queries use them between words. */
function isCertain(text: string, at: number, separator: string): boolean {
  if (separator !== '|' && separator !== '&' && separator !== '\n') return true;
  const before = text.slice(0, at).trim();
  return before === '' || /(?:^[\d.:]+|["')\]}])$/.test(before) || /^[\w-]+(?:\.[\w-]+)+$/.test(before);
}

function commandBehind(text: string, at: number, separator: string, isShaped: boolean): ShellFinding | null {
  const start = skipBlank(text, at + separator.length, true);
  let word = wordAt(text, start);
  if (word.name === 'sudo' || word.name === 'exec' || word.name === 'nohup' || word.name === 'time') {
    const next = wordAt(text, skipBlank(text, word.end, true));
    if (isKnown(next.name)) word = next;
  }
  const slash = word.name.lastIndexOf('/');
  const name = word.name.slice(slash + 1);
  if (!isKnown(name)) return null;
  const isPath = slash >= 0 && /^\/(?:\w+\/){1,3}[\w.]+$/.test(word.name);
  if (word.isDisguised && isShaped)
    return finding(text, 'command that quotes take apart', separator, word, at);
  if (isArgument(text, word.end, name, separator === '{')) {
    return finding(text, 'command with arguments behind a separator', separator, word, at);
  }
  if (!isShaped) return null;
  const isCall = separator === '`' || separator === '$(' || separator === '<(' || separator === '>(';
  if (isCall && isPartOfWord(text, at, separator)) {
    return finding(text, 'command that quotes take apart', separator, word, at);
  }
  const rest = skipBlank(text, word.end, false);
  const isLast =
    rest === text.length || /^["')}\]]*\s*(?:[;|&`\n#"')}\]]|$)/.test(text.slice(rest, rest + 40));
  if (isLast && (isPath || isCall || (ALONE.has(name) && isCertain(text, at, separator)))) {
    return finding(text, 'command alone behind a separator', separator, word, at);
  }
  const isFirst = text.slice(0, at).trim() === '';
  if (isFirst && ECHOING.has(name) && /^\S{1,64}$/.test(text.slice(rest).trim())) {
    return finding(text, 'command with arguments behind a separator', separator, word, at);
  }
  return null;
}

/** Whether the output of a command is put into the middle of a word: who`echo a`mi. */
function isPartOfWord(text: string, at: number, separator: string): boolean {
  const close = text.slice(at + separator.length, at + SHOWN).search(separator === '`' ? /`/ : /\)/);
  if (close < 0) return false;
  const isWord = (char: string): boolean => /[a-z]/.test(char);
  return isWord(text.charAt(at - 1)) && isWord(text.charAt(at + separator.length + close + 1));
}

function isKnown(name: string): boolean {
  const bare = name.slice(name.lastIndexOf('/') + 1);
  return DISTINCT.has(bare) || WORDS.has(bare);
}

function finding(
  text: string,
  reason: ShellReason,
  separator: string,
  word: ShellWord,
  from = word.start,
): ShellFinding {
  const end = Math.min(text.length, Math.max(word.end, from + SHOWN));
  return { reason, separator: separator.trim(), command: word.name, start: from, end };
}
