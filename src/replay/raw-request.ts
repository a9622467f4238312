import { RequestHead } from '../core/index.js';

/** A request taken from a file: what a client would have sent. */
export interface RawRequest {
  readonly head: RequestHead;
  readonly body: Buffer;
}

/** What is wrong with a raw request, and where. */
export class RawRequestError extends Error {
  constructor(
    message: string,
    /** Line of the file, from 1. */
    readonly line: number,
  ) {
    super(message);
    this.name = 'RawRequestError';
  }
}

/**
 * Reads one HTTP/1 request as captured: request line, header fields, an empty line, the body. Lines may end in CRLF or
 * LF. A chunked body is taken apart; otherwise all that follows the head is the body, whatever Content-Length says, so
 * that a request edited by hand still works.
 * @throws RawRequestError
 */
export function parseRawRequest(raw: Buffer): RawRequest {
  const text = raw.toString('latin1');
  const { end, bodyStart } = endOfHead(text);
  const lines = text.slice(0, end).split(/\r?\n/);
  const [method, target, protocol] = requestLine(lines[0]);
  const rawHeaders: string[] = [];
  for (let i = 1; i < lines.length; i++) {
    const colon = lines[i].indexOf(':');
    if (colon <= 0)
      throw new RawRequestError(`a header line without a name and colon: ${JSON.stringify(lines[i])}`, i + 1);
    rawHeaders.push(lines[i].slice(0, colon), trimBlanks(lines[i].slice(colon + 1)));
  }
  const head = new RequestHead(method, target, protocol.slice(5), rawHeaders);
  const body = raw.subarray(bodyStart);
  const chunked = head.headers('transfer-encoding').some(value => /chunked/i.test(value));
  return { head, body: chunked ? dechunk(body) : body };
}

function endOfHead(text: string): { end: number; bodyStart: number } {
  const crlf = text.indexOf('\r\n\r\n');
  const lf = text.indexOf('\n\n');
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return { end: crlf, bodyStart: crlf + 4 };
  if (lf >= 0) return { end: lf, bodyStart: lf + 2 };
  const trimmed = text.replace(/[\r\n]+$/, '');
  return { end: trimmed.length, bodyStart: text.length };
}

function requestLine(line: string): [method: string, target: string, protocol: string] {
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  const protocol = line.slice(last + 1);
  if (first <= 0 || last === first || !/^HTTP\/\d\.\d$/.test(protocol)) {
    throw new RawRequestError(
      `the first line ${JSON.stringify(line.slice(0, 80))} is no request line such as GET /path HTTP/1.1`,
      1,
    );
  }
  return [line.slice(0, first), line.slice(first + 1, last), protocol];
}

function dechunk(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\n', at);
    const size = end < 0 ? Number.NaN : Number.parseInt(body.toString('latin1', at, end), 16);
    // What is not chunked after all is the body as it stands.
    if (!(size >= 0)) return chunks.length > 0 ? Buffer.concat(chunks) : body;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 1, end + 1 + size));
    at = end + 1 + size;
    while (body[at] === 13 || body[at] === 10) at++;
  }
}

function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && (text[from] === ' ' || text[from] === '\t')) from++;
  while (to > from && (text[to - 1] === ' ' || text[to - 1] === '\t')) to--;
  return text.slice(from, to);
}
