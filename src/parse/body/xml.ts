import { SaxesParser } from 'saxes';
import type { ParseLimits, XmlDocument } from '../../core/index.js';
import { buildXmlDocument } from './xml-document.js';
import { decodeXml, type XmlSource } from './xml-encoding.js';

/** XML documents legitimately have more values than forms have fields. */
const VALUES_PER_ARGUMENT = 10;

/** What rules see of an XML body; byte strings in UTF-8. */
export interface XmlResult {
  /**
   * `XML:/*`: first the text of the whole document in one piece, as ModSecurity's XPath gives it; then, when there is
   * more than one, the text of every element by itself, for patterns that are anchored. Then the DOCTYPE as written.
   */
  readonly text: readonly string[];
  /** `XML://@*`: every attribute's value. */
  readonly attributes: readonly string[];
  /** The tree of what could be read, for XPath. */
  readonly document: () => XmlDocument;
  readonly error: string | null;
}

const EMPTY: XmlDocument = buildXmlDocument('', piece => piece);

/** Ends the parser from inside one of its handlers. */
class Stop extends Error {}

/**
 * Takes an XML body apart, strictly (XML 1.0 well-formedness), without validation, namespaces or any DTD processing:
 * nothing external is read and no declared entity is expanded. A reference to one is an error, since what it stands for
 * would be seen by the application alone; the DOCTYPE is one of the texts, so that rules see its declarations. CDATA
 * is text; comments and processing instructions are not. Parsing stops at the first mistake: what was found is
 * kept, and the unread rest is the last text.
 * @param body the body's bytes; empty is no error
 * @param contentType for its charset
 * @param limits `depth`, and ten values and ten elements for each of `arguments`
 */
export function parseXml(body: Buffer, contentType: string, limits: ParseLimits): XmlResult {
  if (body.length === 0) return { text: [], attributes: [], document: () => EMPTY, error: null };
  const source = decodeXml(body, contentType);
  const collector = new Collector(source, limits);
  const found = collector.collect();
  let document: XmlDocument | null = null;
  return {
    ...found,
    document: () => {
      document ??= collector.document();
      return document;
    },
    error: source.error ?? collector.error,
  };
}

class Collector {
  error: string | null = null;
  readonly #texts: string[] = [];
  readonly #attributes: string[] = [];
  #doctype = '';
  #run = '';
  #depth = 0;
  #elements = 0;
  #read = 0;

  /** Line ends are normalised here (XML 1.0 section 2.11): the parser is slow on carriage returns, an attacker's lever. */
  readonly #text: string;

  constructor(
    readonly source: XmlSource,
    readonly limits: ParseLimits,
  ) {
    this.#text = source.text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  }

  collect(): { text: string[]; attributes: string[] } {
    try {
      this.#parse();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.#run += this.#text.slice(this.#read);
    }
    this.#endRun();
    const whole = this.#texts.join('');
    const pieces = this.#texts.filter(text => text.trim() !== '');
    const text = whole === '' ? [] : [whole, ...(pieces.length > 1 ? pieces : [])];
    if (this.#doctype !== '') text.push(this.#doctype);
    return { text: text.map(this.source.bytes), attributes: this.#attributes.map(this.source.bytes) };
  }

  document(): XmlDocument {
    return buildXmlDocument(
      this.error === null ? this.#text : this.#text.slice(0, this.#read),
      this.source.bytes,
    );
  }

  #parse(): void {
    const parser = new SaxesParser({ xmlns: false, position: true });
    const event =
      <Input>(handle: (input: Input) => void) =>
      (input: Input) => {
        handle(input);
        this.#read = parser.position;
      };
    // The message quotes the document: it becomes bytes like everything else that rules see.
    parser.on('error', error => this.#stop(this.source.bytes(`XML: ${error.message.slice(0, 200)}`)));
    parser.on(
      'text',
      event((text: string) => {
        this.#run += text;
      }),
    );
    parser.on(
      'cdata',
      event((text: string) => {
        this.#run += text;
      }),
    );
    parser.on(
      'doctype',
      event((text: string) => {
        this.#doctype += text;
      }),
    );
    parser.on(
      'attribute',
      event((attribute: { value: string }) => {
        this.#attributes.push(attribute.value);
        this.#bound();
      }),
    );
    parser.on(
      'opentagstart',
      event(() => {
        this.#endRun();
        if (++this.#depth > this.limits.depth) this.#stop(`XML: nested deeper than ${this.limits.depth}`);
        this.#elements++;
        this.#bound();
      }),
    );
    parser.on(
      'closetag',
      event(() => {
        this.#endRun();
        this.#depth--;
      }),
    );
    parser.write(this.#text).close();
  }

  #endRun(): void {
    if (this.#run === '') return;
    this.#texts.push(this.#run);
    this.#run = '';
    this.#bound();
  }

  #bound(): void {
    const most = this.limits.arguments * VALUES_PER_ARGUMENT;
    if (this.error !== null) return;
    if (this.#elements > most) this.#stop(`XML: more than ${most} elements`);
    if (this.#texts.length + this.#attributes.length > most) {
      this.#stop(`XML: more than ${most} texts and attributes`);
    }
  }

  #stop(error: string): never {
    this.error ??= error;
    throw new Stop(error);
  }
}
