import type { Place } from '../core/index.js';

/** One directive with its continuation lines joined, and the way back from a char of it to the file. */
export class LogicalLine {
  /** Offset in `text` where each physical line begins, and that line's number and first column. */
  readonly #starts: readonly { offset: number; line: number; column: number }[];

  constructor(
    readonly file: string,
    readonly text: string,
    starts: readonly { offset: number; line: number; column: number }[],
  ) {
    this.#starts = starts;
  }

  /** Line the directive begins on, counted from 1. */
  get line(): number {
    return this.#starts[0].line;
  }

  /** The place in the file of the char at `offset` of `text`. */
  place(offset: number): Place {
    let start = this.#starts[0];
    for (const candidate of this.#starts) {
      if (candidate.offset > offset) break;
      start = candidate;
    }
    return { file: this.file, line: start.line, column: start.column + offset - start.offset };
  }
}

/**
 * Splits a rule file into logical lines: a backslash right before the line's end joins the next line (the backslash
 * and the line break vanish), blank lines and lines whose first visible char is `#` are left out. A comment line does
 * not continue, whatever it ends with, but inside a directive it is part of the directive, as in Apache and ModSecurity.
 * @param content the file as a byte string
 */
export function logicalLines(file: string, content: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let text = '';
  let starts: { offset: number; line: number; column: number }[] = [];
  let number = 0;
  let at = 0;
  // Editors on Windows put a byte order mark before the first line.
  if (content.startsWith('\xef\xbb\xbf')) at = 3;
  while (at <= content.length) {
    let end = content.indexOf('\n', at);
    if (end < 0) end = content.length;
    let stop = end;
    if (stop > at && content.charCodeAt(stop - 1) === 13) stop--;
    number++;
    const physical = content.slice(at, stop);
    at = end + 1;
    if (starts.length === 0) {
      const visible = firstVisible(physical);
      if (visible === physical.length || physical[visible] === '#') continue;
    }
    starts.push({ offset: text.length, line: number, column: 1 });
    if (physical.endsWith('\\')) {
      text += physical.slice(0, -1);
      continue;
    }
    lines.push(new LogicalLine(file, text + physical, starts));
    text = '';
    starts = [];
  }
  if (starts.length > 0) lines.push(new LogicalLine(file, text, starts));
  return lines;
}

function firstVisible(line: string): number {
  let i = 0;
  while (i < line.length && (line[i] === ' ' || line[i] === '\t')) i++;
  return i;
}
