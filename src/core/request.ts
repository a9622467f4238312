/**
 * The head of a request as it came in. Every string is a byte string: one char (U+0000–U+00FF) per byte, as Node's
 * HTTP parser decodes heads (latin1). Nothing here is percent-decoded or folded.
 */
export class RequestHead {
  constructor(
    /** Method token as received, e.g. `GET`. */
    readonly method: string,
    /** Request target as received (RFC 9112 section 3.2): origin, absolute, authority or asterisk form. */
    readonly target: string,
    /** `1.0`, `1.1` or `2.0`. */
    readonly httpVersion: string,
    /** Name, value, name, value … in the order and case received. */
    readonly rawHeaders: readonly string[],
  ) {}

  /** Value of the first header field of that name, or undefined. @param lowerName in lower case */
  header(lowerName: string): string | undefined {
    const raw = this.rawHeaders;
    for (let i = 0; i < raw.length; i += 2) {
      const name = raw[i];
      if (name.length === lowerName.length && name.toLowerCase() === lowerName) return raw[i + 1];
    }
    return undefined;
  }

  /** Values of all header fields of that name, in order. @param lowerName in lower case */
  headers(lowerName: string): string[] {
    const raw = this.rawHeaders;
    const values: string[] = [];
    for (let i = 0; i < raw.length; i += 2) {
      const name = raw[i];
      if (name.length === lowerName.length && name.toLowerCase() === lowerName) values.push(raw[i + 1]);
    }
    return values;
  }
}

/** The head of a response, in the same byte strings. */
export interface ResponseHead {
  readonly status: number;
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
}
