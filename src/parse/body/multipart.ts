import type { FilePart, MultipartFlags, PartHeader } from '../../core/index.js';
import type { ArgumentList } from '../arguments.js';
import { isSpace } from '../cookies.js';
import { readBoundary } from './multipart-boundary.js';
import { type Flags, PartHeaders } from './multipart-part.js';

/** A multipart body taken apart, except its fields. */
export interface MultipartResult {
  readonly flags: MultipartFlags;
  readonly files: readonly FilePart[];
  readonly partHeaders: readonly PartHeader[];
  readonly error: string | null;
}

/**
 * Takes a multipart/form-data body apart (RFC 7578, RFC 2046 section 5.1), strictly: what two servers could read
 * differently is an error or a flag, under the meaning that ModSecurity's MULTIPART_* variables have. Reading goes on
 * after most errors, so that rules see what is there; a body without its boundary, and what is left when there are too
 * many parts, is the value of one argument without a name. Neither charsets nor transfer encodings are decoded: every part's
 * headers are listed for rules to judge (CVE-2026-21876).
 *
 * `unmatchedBoundary` is ModSecurity's value 1, which its recommended rule 200004 tests: the boundary in the middle of a
 * line, or, in a body without its final boundary, a line that begins with `--`. Files with PEM blocks have such lines.
 * @param body the body's bytes
 * @param contentType Content-Type header
 * @param mostFiles more set `fileLimitExceeded`; unlike ModSecurity their content is kept for rules all the same
 * @param into gets the fields and counts the files
 */
export function parseMultipart(
  body: Buffer,
  contentType: string,
  mostFiles: number,
  into: ArgumentList,
): MultipartResult {
  const reader = new MultipartReader(body.toString('latin1'), contentType, mostFiles, into);
  reader.read();
  return reader;
}

class MultipartReader implements MultipartResult {
  readonly flags: Flags = {
    boundaryQuoted: false,
    boundaryWhitespace: false,
    dataBefore: false,
    dataAfter: false,
    headerFolding: false,
    crlfLfLines: false,
    lfLine: false,
    missingSemicolon: false,
    invalidQuoting: false,
    invalidHeaderFolding: false,
    invalidPart: false,
    fileLimitExceeded: false,
    unmatchedBoundary: false,
  };
  readonly files: FilePart[] = [];
  readonly partHeaders: PartHeader[] = [];
  error: string | null = null;
  readonly #delimiter: string;
  #at = 0;
  /** Where the part begins that was read last. */
  #partStart = 0;
  #crlfLine = false;
  #lookalike = false;
  #fileParts = 0;

  constructor(
    readonly text: string,
    contentType: string,
    readonly mostFiles: number,
    readonly into: ArgumentList,
  ) {
    const found = readBoundary(contentType);
    this.flags.boundaryQuoted = found.quoted;
    this.flags.boundaryWhitespace = found.whitespace;
    this.flags.missingSemicolon = found.missingSemicolon;
    this.#delimiter = found.boundary === null ? '' : `--${found.boundary}`;
    this.#wrong(found.error);
  }

  read(): void {
    if (this.text === '') return;
    if (this.#delimiter === '') {
      this.into.addRest('', this.text);
      return;
    }
    let boundary = this.text.startsWith(this.#delimiter) ? 0 : this.#findBoundary(0);
    if (boundary < 0) {
      this.#wrong('no boundary in the body');
      this.into.addRest('', this.text);
    }
    if (boundary !== 0) this.flags.dataBefore = true;
    let complete = false;
    while (boundary >= 0 && !complete && this.into.error === null) {
      complete = this.#boundaryLine(boundary);
      if (!complete) boundary = this.#part();
    }
    if (!complete && this.into.error === null) {
      this.#wrong('the final boundary is missing');
      if (this.#lookalike) this.flags.unmatchedBoundary = true;
    }
    if (this.into.error !== null) {
      this.error = `multipart: ${this.into.error}`;
      this.into.addRest('', this.text.slice(this.#partStart));
    }
    this.flags.crlfLfLines = this.#crlfLine && this.flags.lfLine;
  }

  /** Reads the line of a boundary and moves behind it. @returns true for the final one */
  #boundaryLine(start: number): boolean {
    if (start > 0 && this.text[start - 2] !== '\r') this.flags.lfLine = true;
    let end = start + this.#delimiter.length;
    const final = this.text.startsWith('--', end);
    if (final) end += 2;
    const line = this.#line(end);
    if (line !== '') this.#wrong('something after a boundary in its line');
    if (final && this.#at < this.text.length) this.flags.dataAfter = true;
    return final;
  }

  /** Reads one part and keeps it. @returns index of the boundary that ends it, or -1 */
  #part(): number {
    this.#partStart = this.#at;
    const headers = new PartHeaders();
    for (;;) {
      if (this.#at >= this.text.length) {
        this.#keep(headers, '');
        return -1;
      }
      if (this.text.startsWith(this.#delimiter, this.#at)) {
        this.flags.invalidPart = true;
        this.#wrong('a boundary among the headers of a part');
        const boundary = this.#at;
        this.#keep(headers, '');
        return boundary;
      }
      const line = this.#line(this.#at);
      if (line === '') break;
      headers.add(line, this.flags);
    }

    const start = this.#at;
    // Where content should begin this is content, as for ModSecurity; others end the part here.
    if (this.text.startsWith(this.#delimiter, start)) this.flags.invalidPart = true;
    const boundary = this.#findBoundary(start);
    let end = boundary < 0 ? this.text.length : boundary - 1;
    if (boundary >= 0 && end > start && this.text[end - 1] === '\r') end--;
    const inside = this.text.indexOf(this.#delimiter, start);
    if (inside >= 0 && inside < end) this.flags.unmatchedBoundary = true;
    this.#keep(headers, this.text.slice(start, end));
    return boundary;
  }

  #keep(headers: PartHeaders, content: string): void {
    // The body ended right after a boundary: there is no part, and the missing final boundary is the error.
    if (headers.lines.length === 0 && content === '' && this.#at >= this.text.length) return;
    const { name, filename, otherFilename, invalidQuoting, error } = headers.disposition();
    if (error !== null) this.flags.invalidPart = true;
    if (invalidQuoting) this.flags.invalidQuoting = true;
    this.#wrong(headers.error);
    if (filename === '') this.into.add(name, content);
    else if (this.into.count()) {
      if (this.#fileParts++ >= this.mostFiles) this.flags.fileLimitExceeded = true;
      this.files.push({ name, filename, size: content.length, content });
      // Servers differ in which of the two names they take: rules see both.
      if (otherFilename !== '') this.files.push({ name, filename: otherFilename, size: 0, content: '' });
    } else this.flags.fileLimitExceeded = true;
    if (this.into.error !== null) return;
    for (const line of headers.lines) this.partHeaders.push({ name, line });
  }

  /** The next boundary at the beginning of a line after the one at `start`, or -1. */
  #findBoundary(start: number): number {
    for (let i = this.text.indexOf('\n--', start); i >= 0; i = this.text.indexOf('\n--', i + 1)) {
      if (this.text.startsWith(this.#delimiter, i + 1)) return i + 1;
      this.#lookalike = true;
      // Quotes or whitespace before the boundary: a lenient server would take the line for one.
      let at = i + 3;
      if (this.text[at] === '"') at++;
      else while (isSpace(this.text.charCodeAt(at))) at++;
      const boundary = this.#delimiter.slice(2);
      if (at > i + 3 && this.text.startsWith(boundary, at)) this.#wrong('a disguised boundary');
    }
    return -1;
  }

  /** The line from `start` without its end; moves behind it and notes how it ended. */
  #line(start: number): string {
    const feed = this.text.indexOf('\n', start);
    if (feed < 0) {
      this.#at = this.text.length;
      return this.text.slice(start);
    }
    this.#at = feed + 1;
    if (feed > start && this.text[feed - 1] === '\r') {
      this.#crlfLine = true;
      return this.text.slice(start, feed - 1);
    }
    this.flags.lfLine = true;
    return this.text.slice(start, feed);
  }

  #wrong(error: string | null): void {
    if (error !== null) this.error ??= `multipart: ${error}`;
  }
}
