import type { ActionNode } from './ast.js';
import { isSpace, SyntaxProblem, Word } from './words.js';

/**
 * Parses an action list: `name`, `name:argument` or `name:'argument'`, separated by commas. Inside single quotes
 * `\'` stands for a quote; an argument without quotes ends at the next comma.
 * @throws SyntaxProblem
 */
export function parseActions(word: Word): ActionNode[] {
  const { text } = word;
  const actions: ActionNode[] = [];
  let i = 0;
  for (;;) {
    while (i < text.length && (isSpace(text.charCodeAt(i)) || text[i] === ',')) i++;
    if (i >= text.length) return actions;
    const nameFrom = i;
    while (i < text.length && text[i] !== ':' && text[i] !== ',' && !isSpace(text.charCodeAt(i))) i++;
    const name = word.slice(nameFrom, i);
    while (i < text.length && isSpace(text.charCodeAt(i))) i++;
    if (i >= text.length || text[i] === ',') {
      actions.push({ name, argument: null });
      continue;
    }
    if (text[i] !== ':') {
      throw new SyntaxProblem(
        word.place(i),
        `${JSON.stringify(text.slice(i, i + 20))} after the action ${name.text}`,
        'separate actions by commas, and an argument from its action by a colon',
      );
    }
    i++;
    while (i < text.length && isSpace(text.charCodeAt(i))) i++;
    let argument: Word;
    [argument, i] = parseArgument(word, i);
    actions.push({ name, argument });
  }
}

function parseArgument(word: Word, from: number): [Word, number] {
  const { text } = word;
  if (text[from] !== "'") {
    let end = from;
    while (end < text.length && text[end] !== ',') {
      // setvar:tx.msg='a, b' quotes the value only
      if (text[end] === "'" && text[end - 1] === '=') return quotedTail(word, from, end);
      end++;
    }
    return [word.slice(from, end).trim(), end];
  }
  const [value, offsets, end] = readQuoted(word, from);
  return [new Word(word.line, value, offsets, true), end];
}

function quotedTail(word: Word, from: number, quote: number): [Word, number] {
  const head = word.slice(from, quote);
  const [value, offsets, end] = readQuoted(word, quote);
  return [new Word(word.line, head.text + value, [...head.offsets.slice(0, -1), ...offsets], true), end];
}

function readQuoted(word: Word, open: number): [string, number[], number] {
  const { text } = word;
  let value = '';
  const offsets: number[] = [];
  for (let i = open + 1; i < text.length; i++) {
    let char = text[i];
    if (char === "'") {
      offsets.push(word.offsets[i]);
      return [value, offsets, i + 1];
    }
    offsets.push(word.offsets[i]);
    if (char === '\\' && text[i + 1] === "'") char = text[++i];
    value += char;
  }
  throw new SyntaxProblem(
    word.place(open),
    "a quote (') that is never closed",
    "close the argument with ', and write \\' for a quote inside it",
  );
}
