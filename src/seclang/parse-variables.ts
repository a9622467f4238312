import type { SelectorNode, VariableNode } from './ast.js';
import { SyntaxProblem, Word } from './words.js';

/**
 * Parses the first argument of SecRule: variables separated by `|` (or `,`, which ModSecurity also takes), each
 * `[!|&]NAME[:selector]`, a selector being a key, `'a quoted key'` or `/a regex/`.
 * @throws SyntaxProblem
 */
export function parseVariables(word: Word): VariableNode[] {
  const variables: VariableNode[] = [];
  const { text } = word;
  let i = 0;
  while (i <= text.length) {
    const from = i;
    let count = false;
    let excluded = false;
    while (text[i] === ' ') i++;
    while (text[i] === '!' || text[i] === '&') {
      if (text[i] === '!') excluded = true;
      else count = true;
      i++;
    }
    const nameFrom = i;
    while (i < text.length && isNameChar(text.charCodeAt(i))) i++;
    const name = word.slice(nameFrom, i);
    if (name.text === '') {
      throw new SyntaxProblem(
        word.place(from),
        text === '' ? 'no variable' : `no variable name at ${JSON.stringify(text.slice(from, from + 20))}`,
        'write names such as ARGS or REQUEST_HEADERS:User-Agent, separated by |',
      );
    }
    let selector: SelectorNode | null = null;
    if (text[i] === ':' || text[i] === '.') {
      [selector, i] = isXPath(name) ? parseXPath(word, i + 1) : parseSelector(word, i + 1);
    }
    while (text[i] === ' ') i++;
    if (i < text.length && text[i] !== '|' && text[i] !== ',') {
      throw new SyntaxProblem(
        word.place(i),
        `${JSON.stringify(text[i])} after the variable ${name.text}`,
        'separate variables by |',
      );
    }
    variables.push({ count, excluded, name, selector });
    if (i >= text.length) break;
    i++;
  }
  return variables;
}

function parseSelector(word: Word, from: number): [SelectorNode, number] {
  const { text } = word;
  if (text[from] === '/' && text[from + 1] !== '/') {
    const end = endOfRegex(text, from + 1);
    if (end > 0) return [{ kind: 'regex', text: unescapeSlashes(word.slice(from + 1, end)) }, end + 1];
  }
  if (text[from] === "'") {
    const quotedRegex = text[from + 1] === '/';
    let end = from + 1;
    while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1;
    if (end >= text.length) {
      throw new SyntaxProblem(
        word.place(from),
        "a quote (') that is never closed",
        "close the selector with '",
      );
    }
    if (quotedRegex && text[end - 1] === '/' && end - 1 > from + 1) {
      return [{ kind: 'regex', text: unescapeSlashes(word.slice(from + 2, end - 1)) }, end + 1];
    }
    return [{ kind: 'key', text: word.slice(from + 1, end) }, end + 1];
  }
  let end = from;
  while (end < text.length && text[end] !== '|' && text[end] !== ',') end++;
  const key = word.slice(from, end).trim();
  if (key.text === '') throw emptySelector(word, from);
  return [{ kind: 'key', text: key }, end];
}

/** The XML variable takes an XPath, which is no regex though it begins with a slash. */
function isXPath(name: Word): boolean {
  return name.text.toUpperCase() === 'XML';
}

/** Reads up to a separator that stands in neither brackets nor quotes; the whole may be quoted. */
function parseXPath(word: Word, from: number): [SelectorNode, number] {
  const { text } = word;
  if (text[from] === "'") return parseSelector(word, from);
  let brackets = 0;
  let quote = '';
  let end = from;
  for (; end < text.length; end++) {
    const char = text[end];
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === '[') brackets++;
    else if (char === ']') brackets--;
    else if (brackets <= 0 && (char === '|' || char === ',')) break;
  }
  const path = word.slice(from, end).trim();
  if (path.text === '') throw emptySelector(word, from);
  return [{ kind: 'key', text: path }, end];
}

function emptySelector(word: Word, from: number): SyntaxProblem {
  return new SyntaxProblem(
    word.place(from),
    'an empty selector',
    'write a key after the colon, or leave out the colon',
  );
}

/** Index of the slash that ends a regex selector: the first one not escaped that is followed by the variable's end. */
function endOfRegex(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (
      text[i] === '/' &&
      i > from &&
      (i + 1 === text.length || text[i + 1] === '|' || text[i + 1] === ',')
    )
      return i;
  }
  return -1;
}

function unescapeSlashes(word: Word): Word {
  if (!word.text.includes('\\/')) return word;
  const { text } = word;
  let value = '';
  const offsets: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && text[i + 1] === '/') i++;
    offsets.push(word.offsets[i]);
    value += text[i];
  }
  offsets.push(word.offsets[text.length]);
  return new Word(word.line, value, offsets, word.quoted);
}

function isNameChar(code: number): boolean {
  return (
    (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95
  );
}
