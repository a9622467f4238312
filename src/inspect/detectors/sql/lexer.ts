import { kindOfWord } from './keywords.js';
import {
  bracketEnd,
  Char,
  charKind,
  codeAt,
  digitsEnd,
  dollarStringEnd,
  dottedEnd,
  numberEnd,
  spaceEnd,
  variableEnd,
  wordEnd,
} from './scan.js';
import { Token } from './token.js';

/** How a database reads what the dialects read differently. */
export type Dialect = 'ansi' | 'mysql';
/** The quote the application has opened before the value, or `none`. */
export type Quote = 'none' | 'single' | 'double';

const ringSize = 64;
const mask = ringSize - 1;
const longestWord = 64;
const longestKeyword = 16;

/** Signs that mean one thing whatever follows. */
const singleSigns: ReadonlyMap<string, Token> = new Map([
  ['(', Token.Open],
  [')', Token.Close],
  [',', Token.Comma],
  [';', Token.Semicolon],
  ['{', Token.Brace],
  ['}', Token.Brace],
  ['+', Token.Operator],
  ['%', Token.Operator],
  ['^', Token.Operator],
  ['~', Token.Operator],
]);

/**
 * Cuts a byte string into SQL tokens, one at a time and on demand: most values are decided by their first three
 * tokens. The last 64 tokens stay readable, so that the reader may look ahead and back a little; memory does not grow
 * with the value, and each byte is read a constant number of times.
 *
 * Comments that end inside the value are white space, except nested ones. In the MySQL dialect a backslash escapes
 * inside a string, `#` and `-- ` begin a comment, and the inside of a version comment is code; in the ANSI dialect a
 * backslash is a letter like any other and `--` needs no space.
 */
export class Lexer {
  readonly #kinds = new Uint8Array(ringSize);
  readonly #starts = new Int32Array(ringSize);
  readonly #ends = new Int32Array(ringSize);
  readonly #words: string[] = new Array<string>(ringSize).fill('');
  #text = '';
  #position = 0;
  #count = 0;
  #isMysql = false;
  #versionComment = false;
  /** Offset where a string began that the value leaves open, or -1. */
  openString = -1;
  /** True once the MySQL dialect would read something otherwise (kept in the ANSI dialect only). */
  isAmbiguous = false;
  /** True when code in a version comment was read. */
  hasVersionComment = false;

  /** Starts on a value. With a quote, the first token is the rest of the application's string. */
  reset(text: string, quote: Quote, dialect: Dialect): void {
    this.#text = text;
    this.#position = 0;
    this.#count = 0;
    this.#isMysql = dialect === 'mysql';
    this.#versionComment = false;
    this.openString = -1;
    this.isAmbiguous = false;
    this.hasVersionComment = false;
    if (quote !== 'none') this.#string(0, 0, quote === 'single' ? 0x27 : 0x22);
  }

  /** Lets go of the value. */
  clear(): void {
    this.#text = '';
    this.#words.fill('', 0, Math.min(this.#count, ringSize));
  }

  /** Kind of the token with this index (at most 24 ahead of the last one asked for, 32 back). */
  kind(index: number): Token {
    while (this.#count <= index) this.#scan();
    return this.#kinds[index & mask] as Token;
  }

  start(index: number): number {
    this.kind(index);
    return this.#starts[index & mask] as number;
  }

  end(index: number): number {
    this.kind(index);
    return this.#ends[index & mask] as number;
  }

  /** The text of a word in lower case, or of a sign; empty for numbers, strings and quoted names. */
  word(index: number): string {
    this.kind(index);
    return this.#words[index & mask] as string;
  }

  /** True when nothing stands between this token and the one before it. */
  touches(index: number): boolean {
    return index > 0 && this.start(index) === this.end(index - 1);
  }

  #push(kind: Token, start: number, end: number, word: string): void {
    const slot = this.#count++ & mask;
    this.#kinds[slot] = kind;
    this.#starts[slot] = start;
    this.#ends[slot] = end;
    this.#words[slot] = word;
    this.#position = end;
  }

  #scan(): void {
    const text = this.#text;
    while (this.#position < text.length) {
      const at = this.#position;
      const kind = charKind(this.#text, at);
      if (kind === Char.Space) this.#position++;
      else if (kind === Char.Letter) this.#bareWord(at);
      else if (kind === Char.Digit) this.#number(at);
      else if (!this.#sign(at)) continue;
      if (kind !== Char.Space) return;
    }
    this.#push(Token.End, text.length, text.length, '');
  }

  /** A sign, string, comment or quoted name; false when it was white space. */
  #sign(at: number): boolean {
    const code = codeAt(this.#text, at);
    const next = codeAt(this.#text, at + 1);
    switch (code) {
      case 0x27:
      case 0x22:
        this.#string(at, at + 1, code);
        return true;
      case 0x60:
        this.#quotedName(at);
        return true;
      case 0x5b:
        this.#bracketName(at);
        return true;
      case 0x2d:
        if (this.#isLineComment(at)) return this.#lineComment(at, '--');
        if (next === 0x3e) {
          this.#push(Token.Operator, at, at + (codeAt(this.#text, at + 2) === 0x3e ? 3 : 2), '->');
        } else this.#push(Token.Operator, at, at + 1, '-');
        return true;
      case 0x23:
        if (this.#isLineComment(at)) return this.#lineComment(at, '#');
        this.#push(Token.Unknown, at, at + 1, '#');
        return true;
      case 0x2f:
        if (next === 0x2a) return this.#blockComment(at);
        this.#push(Token.Operator, at, at + 1, '/');
        return true;
      case 0x2a:
        if (next === 0x2f && this.#versionComment) {
          this.#versionComment = false;
          this.#position = at + 2;
          return false;
        }
        this.#push(Token.Operator, at, at + 1, '*');
        return true;
      case 0x2e:
        if (charKind(this.#text, at + 1) === Char.Digit) this.#number(at);
        else this.#push(Token.Unknown, at, at + 1, '.');
        return true;
      case 0x40:
        this.#push(Token.Variable, at, variableEnd(this.#text, at), '@');
        return true;
      case 0x24:
        this.#dollar(at);
        return true;
      case 0x5c:
        if (next === 0x4e) this.#push(Token.Constant, at, at + 2, '\\n');
        else this.#push(Token.Unknown, at, at + 1, '\\');
        return true;
      case 0x26:
      case 0x7c:
        if (next === code) this.#push(Token.Logic, at, at + 2, code === 0x26 ? '&&' : '||');
        else this.#push(Token.Operator, at, at + 1, code === 0x26 ? '&' : '|');
        return true;
      case 0x21:
        if (next === 0x3d || next === 0x3c || next === 0x3e) this.#push(Token.Comparison, at, at + 2, '!=');
        else this.#push(Token.Not, at, at + 1, '!');
        return true;
      case 0x3d:
      case 0x3c:
      case 0x3e:
        this.#compare(at, code, next);
        return true;
      case 0x3a:
        if (next === 0x3a) this.#push(Token.Operator, at, at + 2, '::');
        else if (next === 0x3d) this.#push(Token.Comparison, at, at + 2, ':=');
        else this.#push(Token.Unknown, at, at + 1, ':');
        return true;
      default: {
        const sign = this.#text.charAt(at);
        const kind = singleSigns.get(sign);
        this.#push(kind ?? Token.Unknown, at, at + 1, kind === undefined ? '?' : sign);
        return true;
      }
    }
  }

  #compare(at: number, code: number, next: number): void {
    let end = at + 1;
    if (next === 0x3d || next === 0x3e || (next === 0x3c && code === 0x3c)) end++;
    if (code === 0x3c && next === 0x3d && codeAt(this.#text, end) === 0x3e) end++;
    const isShift = code !== 0x3d && next === code;
    this.#push(
      isShift ? Token.Operator : Token.Comparison,
      at,
      end,
      isShift ? '<<' : code === 0x3d && next === 0x3e ? '=>' : '=',
    );
  }

  /** `from` is the first byte after the opening quote; a doubled quote is part of the string. */
  #string(start: number, from: number, quote: number): void {
    const text = this.#text;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x5c) {
        this.isAmbiguous = true;
        if (this.#isMysql) at++;
      } else if (code === quote) {
        if (codeAt(this.#text, at + 1) !== quote) {
          this.#push(Token.String, start, at + 1, '');
          return;
        }
        at++;
      }
    }
    this.openString = from;
    this.#push(Token.String, start, text.length, '');
  }

  #quotedName(at: number): void {
    const end = this.#text.indexOf('`', at + 1);
    if (end === -1) this.#push(Token.Unknown, at, this.#text.length, '`');
    else this.#push(Token.Name, at, end + 1, '');
  }

  #bracketName(at: number): void {
    const end = bracketEnd(this.#text, at);
    if (end === -1) this.#push(Token.Unknown, at, at + 1, '[');
    else this.#push(Token.Name, at, end, '');
  }

  /** A comment to the end of the line; when only white space follows it, to the end of the value. */
  #lineComment(at: number, sign: string): boolean {
    const newline = this.#text.indexOf('\n', at);
    const end = newline === -1 ? this.#text.length : spaceEnd(this.#text, newline);
    if (end === this.#text.length) {
      this.#push(Token.Comment, at, end, sign);
      return true;
    }
    this.#position = end;
    return false;
  }

  #blockComment(at: number): boolean {
    const text = this.#text;
    if (this.#isVersionComment(at)) {
      this.#versionComment = true;
      this.hasVersionComment = true;
      this.#position = this.#versionEnd(at);
      return false;
    }
    const close = text.indexOf('*/', at + 2);
    if (close === -1) {
      this.#push(Token.Comment, at, text.length, '/*');
      return true;
    }
    for (let inner = at + 2; inner < close; inner++) {
      if (text.charCodeAt(inner) === 0x2f && text.charCodeAt(inner + 1) === 0x2a) {
        this.#push(Token.NestedComment, at, close + 2, '/*');
        return true;
      }
    }
    this.#position = close + 2;
    return false;
  }

  /** Behind `/*!50000`. */
  #versionEnd(at: number): number {
    const digits = at + (codeAt(this.#text, at + 2) === 0x21 ? 3 : 4);
    return Math.min(digits + 6, digitsEnd(this.#text, digits));
  }

  #bareWord(at: number): void {
    const end = dottedEnd(this.#text, at);
    const word = end - at <= longestWord ? this.#text.slice(at, end).toLowerCase() : '';
    this.#push(word === '' ? Token.Name : kindOfWord(word, this.#beginsCall(end)), at, end, word);
  }

  /** True when a parenthesis comes next, white space and comments aside. */
  #beginsCall(from: number): boolean {
    const text = this.#text;
    for (let at = spaceEnd(text, from); at < text.length; at = spaceEnd(text, at)) {
      const code = text.charCodeAt(at);
      const next = codeAt(text, at + 1);
      if (code === 0x2f && next === 0x2a) {
        const close = this.#isVersionComment(at) ? this.#versionEnd(at) : text.indexOf('*/', at + 2) + 2;
        if (close === 1) return false;
        at = close;
      } else if (code === 0x2a && next === 0x2f && this.#isMysql) at += 2;
      else if (this.#isLineComment(at)) {
        const newline = text.indexOf('\n', at);
        if (newline === -1) return false;
        at = newline;
      } else return code === 0x28;
    }
    return false;
  }

  #isLineComment(at: number): boolean {
    const code = codeAt(this.#text, at);
    if (code === 0x23) {
      this.isAmbiguous = true;
      return this.#isMysql;
    }
    if (code !== 0x2d || codeAt(this.#text, at + 1) !== 0x2d) return false;
    if (at + 2 >= this.#text.length || charKind(this.#text, at + 2) === Char.Space) return true;
    this.isAmbiguous = true;
    return !this.#isMysql;
  }

  /** MySQL runs what stands in such a comment, MariaDB in the `M` kind. */
  #isVersionComment(at: number): boolean {
    const code = codeAt(this.#text, at + 2);
    if (code !== 0x21 && (code !== 0x4d || codeAt(this.#text, at + 3) !== 0x21)) return false;
    this.isAmbiguous = true;
    return this.#isMysql;
  }

  /** A number; digits with letters right behind them are a name, unless the letters are a keyword (`1union`). */
  #number(at: number): void {
    const text = this.#text;
    const end = numberEnd(text, at);
    if (charKind(text, end) === Char.Letter && text.charCodeAt(end - 1) !== 0x2e) {
      const last = wordEnd(text, end);
      const word = last - end <= longestKeyword ? text.slice(end, last).toLowerCase() : '';
      if (kindOfWord(word, false) === Token.Name) {
        this.#push(Token.Name, at, last, '');
        return;
      }
    }
    this.#push(Token.Number, at, end, '');
  }

  /** `$1` is a variable, `$tag$ … $tag$` a string; any other dollar is no SQL. */
  #dollar(at: number): void {
    if (charKind(this.#text, at + 1) === Char.Digit) {
      this.#push(Token.Variable, at, wordEnd(this.#text, at + 1), '$');
      return;
    }
    const end = dollarStringEnd(this.#text, at);
    if (end === -1) this.#push(Token.Unknown, at, at + 1, '$');
    else this.#push(Token.String, at, end, '');
  }
}
