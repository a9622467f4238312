/** Where the application writes the value: between tags, or as the value of an attribute with these quotes. */
export type HtmlContext = 'data' | 'unquoted' | 'single' | 'double' | 'backquote';

/** What the tokenizer found. Offsets are in `start` and `end`. */
export const Html = {
  End: 0,
  /** `<name`. */
  Tag: 1,
  /** `</name`. */
  EndTag: 2,
  AttributeName: 3,
  /** The value of the attribute named last, without its quotes. */
  AttributeValue: 4,
  /** The text after `<!--`; what it holds is read again as data, as an element with raw text would. */
  Comment: 5,
  /** The text after `<!`: a document type or another declaration. */
  Declaration: 6,
  /** The text after `<?`. */
  Instruction: 7,
} as const;
export type Html = (typeof Html)[keyof typeof Html];

const State = { Data: 0, BeforeName: 1, BeforeValue: 2, FirstValue: 3 } as const;
type State = (typeof State)[keyof typeof State];

/**
 * Cuts a byte string into what an HTML parser sees in it, following the tokenization states of the HTML standard
 * (section 13.2.5): tag open, tag name, before and after attribute name, the three kinds of attribute value, comments
 * and bogus comments. Raw-text elements are read as data, because the value may stand in any of them or close them.
 * Each byte is read at most twice.
 */
export class HtmlLexer {
  #text = '';
  #position = 0;
  #state: State = State.Data;
  #quote = 0;
  start = 0;
  end = 0;

  reset(text: string, context: HtmlContext): void {
    this.#text = text;
    this.#position = 0;
    this.#state = context === 'data' ? State.Data : State.FirstValue;
    this.#quote =
      context === 'single' ? 0x27 : context === 'double' ? 0x22 : context === 'backquote' ? 0x60 : 0;
  }

  clear(): void {
    this.#text = '';
  }

  /** True when an equals sign follows the attribute name just found. */
  get hasValue(): boolean {
    return this.#state === State.BeforeValue;
  }

  next(): Html {
    for (;;) {
      switch (this.#state) {
        case State.FirstValue:
          this.#state = State.BeforeName;
          return this.#quote === 0 ? this.#unquoted(0) : this.#quoted(0, this.#quote);
        case State.BeforeName: {
          const found = this.#attributeName();
          if (found !== null) return found;
          break;
        }
        case State.BeforeValue:
          this.#state = State.BeforeName;
          return this.#value();
        default: {
          const found = this.#data();
          if (found !== null) return found;
        }
      }
    }
  }

  #code(at: number): number {
    return at < this.#text.length ? this.#text.charCodeAt(at) : -1;
  }

  #found(kind: Html, start: number, end: number): Html {
    this.start = start;
    this.end = end;
    return kind;
  }

  #data(): Html | null {
    const text = this.#text;
    const at = text.indexOf('<', this.#position);
    if (at === -1) {
      this.#position = text.length;
      return this.#found(Html.End, text.length, text.length);
    }
    this.#position = at + 1;
    const code = this.#code(at + 1);
    if (isLetter(code)) return this.#tag(Html.Tag, at + 1);
    if (code === 0x2f) return isLetter(this.#code(at + 2)) ? this.#tag(Html.EndTag, at + 2) : null;
    if (code !== 0x21 && code !== 0x3f) return null;
    const isComment = code === 0x21 && this.#code(at + 2) === 0x2d && this.#code(at + 3) === 0x2d;
    const start = isComment ? at + 4 : at + 2;
    this.#position = start;
    const kind = isComment ? Html.Comment : code === 0x21 ? Html.Declaration : Html.Instruction;
    return this.#found(kind, start, text.length);
  }

  #tag(kind: Html, start: number): Html {
    let end = start;
    while (!isNameEnd(this.#code(end))) end++;
    this.#position = end;
    this.#state = State.BeforeName;
    return this.#found(kind, start, end);
  }

  #attributeName(): Html | null {
    let at = this.#position;
    while (isSpace(this.#code(at)) || this.#code(at) === 0x2f) at++;
    const code = this.#code(at);
    if (code === 0x3e || code === -1) {
      this.#position = at + 1;
      this.#state = State.Data;
      return null;
    }
    const start = at++;
    while (!isNameEnd(this.#code(at)) && this.#code(at) !== 0x3d) at++;
    const end = at;
    while (isSpace(this.#code(at))) at++;
    if (this.#code(at) === 0x3d) {
      at++;
      this.#state = State.BeforeValue;
    }
    this.#position = at;
    return this.#found(Html.AttributeName, start, end);
  }

  #value(): Html {
    let at = this.#position;
    while (isSpace(this.#code(at))) at++;
    const code = this.#code(at);
    if (code === 0x22 || code === 0x27) return this.#quoted(at + 1, code);
    return this.#unquoted(at);
  }

  #quoted(start: number, quote: number): Html {
    const close = this.#text.indexOf(String.fromCharCode(quote), start);
    const end = close === -1 ? this.#text.length : close;
    this.#position = end + 1;
    return this.#found(Html.AttributeValue, start, end);
  }

  #unquoted(start: number): Html {
    let end = start;
    for (let code = this.#code(end); code !== -1 && code !== 0x3e && !isSpace(code); code = this.#code(end))
      end++;
    this.#position = end;
    return this.#found(Html.AttributeValue, start, end);
  }
}

/** White space of the standard, vertical tab with it: some parsers take it for a separator. */
export function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

export function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

function isNameEnd(code: number): boolean {
  return code === -1 || code === 0x3e || code === 0x2f || isSpace(code);
}
