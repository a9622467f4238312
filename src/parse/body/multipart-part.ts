import { lowerAscii, type MultipartFlags } from '../../core/index.js';
import { isSpace } from '../cookies.js';
import { type Disposition, readDisposition } from './content-disposition.js';

/** ModSecurity's bound on one header of a part. */
const LINE_BYTES = 4096;
const HEADER_LINES = 64;

export type Flags = { -readonly [Name in keyof MultipartFlags]: MultipartFlags[Name] };

/** The headers of one part, line by line. What is wrong with them is noted and reading goes on: rules see every line. */
export class PartHeaders {
  /** Whole header lines, unfolded. */
  readonly lines: string[] = [];
  error: string | null = null;
  readonly #names = new Set<string>();
  #disposition: string | null = null;
  #lastName = '';

  /**
   * Takes one line.
   * @param line without its line end, not empty
   * @param flags gets what the line shows
   */
  add(line: string, flags: Flags): void {
    if (line.length > LINE_BYTES) {
      this.#wrong(`a part header longer than ${LINE_BYTES} bytes`);
      return;
    }
    if (line.includes('\0')) this.#wrong('a NUL byte in a part header');
    // A lone CR ends a line for some servers.
    if (line.includes('\r')) this.#wrong('a carriage return in a part header');
    if (isSpace(line.charCodeAt(0))) this.#continue(line, flags);
    else this.#begin(line);
  }

  /** Reads the Content-Disposition after the last line. */
  disposition(): Disposition {
    const disposition = readDisposition(this.#disposition ?? '');
    if (this.#disposition === null) this.#wrong('a part without Content-Disposition');
    else if (disposition.error !== null) this.#wrong(disposition.error);
    return disposition;
  }

  #continue(line: string, flags: Flags): void {
    flags.headerFolding = true;
    let start = 0;
    while (start < line.length && isSpace(line.charCodeAt(start))) {
      const code = line.charCodeAt(start++);
      if (code !== 0x20 && code !== 0x09) flags.invalidHeaderFolding = true;
    }
    const last = this.lines.length - 1;
    if (last < 0) {
      this.lines.push(line);
      this.#wrong('a part whose first header is a continuation');
      return;
    }
    const more = ` ${line.slice(start)}`;
    if (this.lines[last].length + more.length > LINE_BYTES) {
      this.#wrong(`a part header longer than ${LINE_BYTES} bytes`);
      return;
    }
    this.lines[last] += more;
    if (this.#lastName === 'content-disposition') this.#disposition += more;
  }

  #begin(line: string): void {
    this.#lastName = '';
    if (this.lines.length >= HEADER_LINES) {
      this.#wrong(`more than ${HEADER_LINES} headers in a part`);
      return;
    }
    this.lines.push(line);
    const colon = line.indexOf(':');
    const name = lowerAscii(line.slice(0, Math.max(colon, 0)));
    if (colon < 0) this.#wrong('a part header without a colon');
    else if (!validName(name)) this.#wrong('a part header with an invalid name');
    else if (this.#names.has(name)) this.#wrong('a part header twice');
    else {
      this.#names.add(name);
      this.#lastName = name;
      if (name !== 'content-disposition') return;
      let start = colon + 1;
      while (line[start] === ' ' || line[start] === '\t') start++;
      this.#disposition = line.slice(start);
    }
  }

  #wrong(error: string): void {
    this.error ??= error;
  }
}

function validName(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code < 33 || code > 126) return false;
  }
  return name.length > 0;
}
