import { OperatorError } from '../contract.js';
import { ANY, type Namespaces, type NameTest, type Predicate, type Step, type XPath } from './path.js';

/** Bounds of a path: a document is walked once for each step and predicate. */
const MOST_STEPS = 32;
const MOST_PREDICATES = 8;

/** What the subset has, for messages. */
export const SUBSET =
  'write an absolute path of names, prefix:names and *, with / or // between them, ending in an element, @attribute or ' +
  "text(); in brackets a position, last(), @a, @a='x', b, b='x', text()='x' or local-name()='x'";

const NAME = /[A-Za-z_\x80-\xff][\w.\-\x80-\xff]*/y;
const NUMBER = /[1-9]\d{0,8}/y;
const LITERAL = /"([^"]*)"|'([^']*)'/y;
const BLANKS = /[ \t]*/y;

/**
 * Reads an absolute location path of the XPath 1.0 subset that the XML variable has.
 * @param source a byte string
 * @param namespaces null: prefixes are not looked up, for a path that is only compared
 * @throws OperatorError
 */
export function parseXPath(source: string, namespaces: Namespaces | null): XPath {
  return new Parser(source, namespaces).parse();
}

class Parser {
  #at = 0;

  constructor(
    readonly source: string,
    readonly namespaces: Namespaces | null,
  ) {}

  parse(): XPath {
    const steps: Step[] = [];
    while (this.#at < this.source.length) {
      const last = steps.at(-1);
      if (last !== undefined && last.kind !== 'element') this.#refuse();
      if (steps.length === MOST_STEPS) {
        throw new OperatorError(`the XPath ${this.source}`, `write up to ${MOST_STEPS} steps`);
      }
      steps.push(this.#step());
    }
    if (steps.length === 0) this.#refuse();
    return Object.freeze({
      source: this.source,
      identity: JSON.stringify(steps),
      steps: Object.freeze(steps),
    });
  }

  #step(): Step {
    if (!this.#eat('/')) this.#refuse();
    const deep = this.#eat('/');
    if (this.#eat('@')) {
      return { deep, kind: 'attribute', test: this.#nameTest(false), predicates: [] };
    }
    if (this.#eat('text()')) {
      return { deep, kind: 'text', test: ANY, predicates: this.#predicates(true) };
    }
    return { deep, kind: 'element', test: this.#nameTest(true), predicates: this.#predicates(false) };
  }

  /** @param isElement an attribute without a prefix is in no namespace either, and so is an element in XPath 1.0 */
  #nameTest(isElement: boolean): NameTest {
    if (this.#eat('*')) return ANY;
    const name = this.#match(NAME) ?? this.#refuse();
    if (!this.#eat(':')) {
      // A function or a node test other than those above.
      if (isElement && this.source[this.#at] === '(') this.#refuse();
      return { name, namespace: '' };
    }
    const namespace = this.namespaces === null ? '' : this.namespaces.uris.get(name);
    if (this.source[this.#at] === ':') this.#refuse();
    if (namespace === undefined) {
      throw new OperatorError(
        `the XPath ${this.source} has the prefix ${name}, which no xmlns of ${this.namespaces?.owner} declares`,
        `write xmlns:${name}=URI among the actions of ${this.namespaces?.owner}`,
      );
    }
    return { name: this.#eat('*') ? null : (this.#match(NAME) ?? this.#refuse()), namespace };
  }

  /** @param isText only positions may follow `text()` */
  #predicates(isText: boolean): Predicate[] {
    const predicates: Predicate[] = [];
    while (this.#eat('[')) {
      this.#match(BLANKS);
      const predicate = this.#predicate();
      if (isText && predicate.kind !== 'position') this.#refuse();
      predicates.push(predicate);
      this.#match(BLANKS);
      if (!this.#eat(']')) this.#refuse();
      if (predicates.length > MOST_PREDICATES) {
        throw new OperatorError(
          `the XPath ${this.source}`,
          `write up to ${MOST_PREDICATES} predicates a step`,
        );
      }
    }
    return predicates;
  }

  #predicate(): Predicate {
    const position = this.#match(NUMBER);
    if (position !== null) return { kind: 'position', position: Number(position) };
    if (this.#eat('last()')) return { kind: 'position', position: null };
    if (this.#eat('position()')) {
      this.#equals();
      return { kind: 'position', position: Number(this.#match(NUMBER) ?? this.#refuse()) };
    }
    if (this.#eat('text()')) return { kind: 'text', value: this.#equalTo() ?? this.#refuse() };
    if (this.#eat('local-name()')) return { kind: 'local-name', value: this.#equalTo() ?? this.#refuse() };
    if (this.#eat('@')) return { kind: 'attribute', test: this.#nameTest(false), value: this.#equalTo() };
    return { kind: 'child', test: this.#nameTest(true), value: this.#equalTo() };
  }

  /** The literal after `=`; null when no `=` follows. */
  #equalTo(): string | null {
    const before = this.#at;
    this.#match(BLANKS);
    if (this.source[this.#at] !== '=') {
      this.#at = before;
      return null;
    }
    this.#equals();
    const quoted = this.#match(LITERAL) ?? this.#refuse();
    return quoted.slice(1, -1);
  }

  #equals(): void {
    this.#match(BLANKS);
    if (!this.#eat('=')) this.#refuse();
    this.#match(BLANKS);
  }

  #eat(text: string): boolean {
    if (!this.source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.source);
    if (found === null) return null;
    this.#at += found[0].length;
    return found[0];
  }

  #refuse(): never {
    const rest = this.source.slice(this.#at, this.#at + 20);
    const where = rest === '' ? 'its end' : JSON.stringify(rest);
    throw new OperatorError(`the XPath ${this.source} is not supported at ${where}`, SUBSET);
  }
}
