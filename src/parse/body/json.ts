import { isUtf8 } from 'node:buffer';
import type { ArgumentList } from '../arguments.js';
import { jsonLiteralEnd, readJsonString } from './json-text.js';

/** An object or array that is open. */
interface Container {
  /** Path of the container, e.g. `json.a`; its members' names begin with it. */
  readonly path: string;
  readonly isArray: boolean;
  /** Members so far. */
  members: number;
}

/**
 * Takes a JSON body apart into arguments under ModSecurity's flattened names: `json.key.sub`, `json.list.array_0`,
 * `json` for a lone value, `empty-key` for the key `""`. Strings are decoded, numbers, `true` and `false` are the text as
 * written, `null` is empty. Duplicate keys are all kept, since parsers disagree about which one counts. Unlike ModSecurity, an empty
 * object or array inside another gives an argument with an empty value, or its key would be seen by nobody.
 *
 * Hand-written, because JSON.parse keeps the last duplicate only, loses how numbers were written, and gives chars
 * where rules need bytes. One pass, no recursion, strict RFC 8259. A UTF-8 byte order mark is skipped (section 8.1 lets
 * parsers do so). Bytes that are not UTF-8 are kept as they are and are an error. An empty body is no error. What is not
 * read because of a mistake or a limit is the value of one argument more.
 * @param body the body's bytes
 * @param depth deepest nesting
 * @param into gets the arguments
 * @returns what is wrong with it, or null
 */
export function parseJson(body: Buffer, depth: number, into: ArgumentList): string | null {
  if (body.length === 0) return null;
  const reader = new JsonReader(body.toString('latin1'), depth, into);
  const error = reader.read();
  if (error !== null) into.addRest(reader.unreadName, reader.unread());
  return error ?? (isUtf8(body) ? null : 'JSON: not valid UTF-8');
}

class JsonReader {
  /** Name of the value that could not be read or found no room. */
  unreadName = 'json';
  #at = 0;
  readonly #open: Container[] = [];

  constructor(
    readonly text: string,
    readonly depth: number,
    readonly into: ArgumentList,
  ) {}

  read(): string | null {
    if (this.text.startsWith('\xef\xbb\xbf')) this.#at = 3;
    let name: string | null = 'json';
    while (name !== null) {
      const error = this.#value(name);
      if (error !== null) {
        this.unreadName = name;
        return error;
      }
      name = this.#nextName();
    }
    if (this.#open.length > 0) return this.#fail('a comma, a closing bracket or a key with its colon');
    return this.#at < this.text.length ? this.#fail('the end of the body') : null;
  }

  unread(): string {
    return this.text.slice(this.#at);
  }

  /** Reads a value, or only the opening bracket of an object or array. */
  #value(name: string): string | null {
    const code = this.#skipSpace();
    if (code === 0x7b || code === 0x5b) {
      if (this.#open.length >= this.depth) return `JSON: nested deeper than ${this.depth}`;
      this.#open.push({ path: name, isArray: code === 0x5b, members: 0 });
      this.#at++;
      return null;
    }
    if (code === 0x22) {
      const string = readJsonString(this.text, this.#at);
      if (string === null) return this.#fail('a valid string');
      return this.#add(name, string.value, string.next);
    }
    const end = jsonLiteralEnd(this.text, this.#at);
    if (end < 0) return this.#fail('a value');
    const literal = this.text.slice(this.#at, end);
    return this.#add(name, literal === 'null' ? '' : literal, end);
  }

  /** Closes what ends here and reads up to the next value. @returns its name, or null at the end or a mistake */
  #nextName(): string | null {
    for (;;) {
      const code = this.#skipSpace();
      const container = this.#open.at(-1);
      if (container === undefined) return null;
      if (code === (container.isArray ? 0x5d : 0x7d)) {
        this.#at++;
        this.#open.pop();
        const lost = container.members === 0 && this.#open.length > 0;
        if (lost && !this.into.add(container.path, '')) {
          this.unreadName = container.path;
          return null;
        }
        continue;
      }
      if (container.members > 0) {
        if (code !== 0x2c) return null;
        this.#at++;
      }
      const index = container.members++;
      return container.isArray ? `${container.path}.array_${index}` : this.#key(container.path);
    }
  }

  #key(path: string): string | null {
    this.unreadName = path;
    if (this.#skipSpace() !== 0x22) return null;
    const start = this.#at;
    const key = readJsonString(this.text, start);
    if (key === null) return null;
    this.#at = key.next;
    if (this.#skipSpace() !== 0x3a) {
      this.#at = start;
      return null;
    }
    this.#at++;
    return `${path}.${key.value === '' ? 'empty-key' : key.value}`;
  }

  /** Adds a value and moves behind it; one that finds no room stays unread. */
  #add(name: string, value: string, next: number): string | null {
    if (!this.into.add(name, value)) return this.into.error;
    this.#at = next;
    return null;
  }

  /** The char code after whitespace, NaN at the end. */
  #skipSpace(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
      this.#at++;
    }
  }

  #fail(expected: string): string {
    return this.into.error ?? `JSON: at byte ${this.#at} should be ${expected}`;
  }
}
