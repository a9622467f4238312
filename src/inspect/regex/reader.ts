import { PatternError } from './ast.js';

/** A cursor over a pattern. */
export class Reader {
  at = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The char at the cursor (or `ahead` of it); the empty string past the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  next(): string {
    return this.text.charAt(this.at++);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Steps over `text` when it is next. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes at most `most` chars for which `belongs` holds. */
  takeWhile(belongs: (char: string) => boolean, most = Number.POSITIVE_INFINITY): string {
    const start = this.at;
    while (!this.done && this.at - start < most && belongs(this.peek())) this.at++;
    return this.text.slice(start, this.at);
  }

  /** Takes what stands before `end`, and `end`. @throws PatternError when `end` does not come */
  takeUntil(end: string, start: number, what: string): string {
    const stop = this.text.indexOf(end, this.at);
    if (stop < 0) throw new PatternError(start, `${what} that does not end`, `close it with "${end}"`);
    const text = this.text.slice(this.at, stop);
    this.at = stop + end.length;
    return text;
  }
}

export function isDigit(char: string): boolean {
  return char >= '0' && char <= '9' && char.length === 1;
}

export function isOctal(char: string): boolean {
  return char >= '0' && char <= '7' && char.length === 1;
}

export function isHex(char: string): boolean {
  return isDigit(char) || (char >= 'a' && char <= 'f') || (char >= 'A' && char <= 'F');
}

export function isLetter(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');
}

export function isNameChar(char: string): boolean {
  return isLetter(char) || isDigit(char) || char === '_';
}
