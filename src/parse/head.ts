import { lowerAscii, type ParsedHead, type ParseLimits, type RequestHead } from '../core/index.js';
import { ArgumentList } from './arguments.js';
import { isSpace, parseCookies } from './cookies.js';
import { type DecodeNotes, decodePercent } from './percent.js';
import { pathStart } from './target.js';
import { parseUrlEncoded } from './urlencoded.js';

/**
 * Takes the request line and the headers apart for rules, under ModSecurity's meaning of each name. The target is cut
 * at the first `?` before anything is decoded: an escaped `%3f` is part of the path (CVE-2024-1019). A fragment, which
 * no client should send, stays where it was received so that rules see it.
 * @param limits bounds arguments and, by the same number, cookies; going over sets `error`
 */
export function parseHead(head: RequestHead, limits: ParseLimits): ParsedHead {
  const { target } = head;
  const start = pathStart(target);
  const uri = start === 0 ? target : target.slice(start);
  const question = uri.indexOf('?');
  const filename = question < 0 ? uri : uri.slice(0, question);
  const queryString = question < 0 ? '' : uri.slice(question + 1);

  const args = new ArgumentList(limits.arguments);
  const urlEncodedError = parseUrlEncoded(queryString, limits.argumentSeparator, args);
  const cookies = new ArgumentList(limits.arguments);
  for (const header of head.headers('cookie')) parseCookies(header, cookies);

  const notes: DecodeNotes = { invalid: false };
  const decodedFilename = decodePercent(filename, false, notes);
  return {
    requestLine: `${head.method} ${target} HTTP/${head.httpVersion}`,
    uri,
    filename,
    basename: filename.slice(filename.lastIndexOf('/') + 1),
    decodedUri: decodePercent(uri, false, notes),
    decodedFilename,
    decodedBasename: decodedFilename.slice(
      Math.max(decodedFilename.lastIndexOf('/'), decodedFilename.lastIndexOf('\\')) + 1,
    ),
    queryString,
    args: args.pairs,
    urlEncodedError,
    cookies: cookies.pairs,
    mediaType: mediaTypeOf(head.header('content-type') ?? ''),
    error: args.error ?? (cookies.error === null ? null : 'more cookies than the argument limit allows'),
  };
}

/** The media type of a Content-Type header: before the first `;`, in lower case, without whitespace around it. */
export function mediaTypeOf(contentType: string): string {
  const semicolon = contentType.indexOf(';');
  let end = semicolon < 0 ? contentType.length : semicolon;
  let start = 0;
  while (start < end && isSpace(contentType.charCodeAt(start))) start++;
  while (end > start && isSpace(contentType.charCodeAt(end - 1))) end--;
  return lowerAscii(contentType.slice(start, end));
}
