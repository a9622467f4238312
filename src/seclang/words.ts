import type { Place } from '../core/index.js';
import type { LogicalLine } from './source.js';

/** A word of a directive: its text without quotes, and where each char of it stands. */
export class Word {
  constructor(
    readonly line: LogicalLine,
    readonly text: string,
    /** Offset in `line.text` of each char of `text`; one more entry for the end. */
    readonly offsets: readonly number[],
    readonly quoted: boolean,
  ) {}

  /** The place of the char at `index` of `text`. */
  place(index = 0): Place {
    return this.line.place(this.offsets[Math.min(index, this.offsets.length - 1)]);
  }

  /** A part of the word that keeps its places. */
  slice(from: number, to = this.text.length): Word {
    return new Word(this.line, this.text.slice(from, to), this.offsets.slice(from, to + 1), this.quoted);
  }

  /** Without white space at both ends. */
  trim(): Word {
    let from = 0;
    let to = this.text.length;
    while (from < to && isSpace(this.text.charCodeAt(from))) from++;
    while (to > from && isSpace(this.text.charCodeAt(to - 1))) to--;
    return this.slice(from, to);
  }
}

/** A mistake in one directive; the loader turns it into a Problem. */
export class SyntaxProblem extends Error {
  constructor(
    readonly place: Place,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${found}; ${expected}`);
  }
}

export function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

/**
 * Splits a directive into words. A word in double or single quotes may hold spaces; inside it a backslash before that
 * quote stands for the quote itself, every other backslash is kept (rule texts are full of them).
 * @throws SyntaxProblem when a quote is not closed
 */
export function splitWords(line: LogicalLine): Word[] {
  const { text } = line;
  const words: Word[] = [];
  let i = 0;
  for (;;) {
    while (i < text.length && isSpace(text.charCodeAt(i))) i++;
    if (i >= text.length) return words;
    const quote = text[i];
    if (quote === '"' || quote === "'") {
      const [word, next] = quotedWord(line, i, quote);
      words.push(word);
      i = next;
    } else {
      const from = i;
      while (i < text.length && !isSpace(text.charCodeAt(i))) i++;
      const offsets: number[] = [];
      for (let at = from; at <= i; at++) offsets.push(at);
      words.push(new Word(line, text.slice(from, i), offsets, false));
    }
  }
}

function quotedWord(line: LogicalLine, open: number, quote: string): [Word, number] {
  const { text } = line;
  let value = '';
  const offsets: number[] = [];
  for (let i = open + 1; i < text.length; i++) {
    let char = text[i];
    if (char === quote) {
      offsets.push(i);
      return [new Word(line, value, offsets, true), i + 1];
    }
    offsets.push(i);
    if (char === '\\' && text[i + 1] === quote) char = text[++i];
    value += char;
  }
  throw new SyntaxProblem(
    line.place(open),
    `a quote (${quote}) that is never closed`,
    `close it on the same line, or end each line of the directive with a backslash`,
  );
}
