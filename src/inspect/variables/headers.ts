import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { collection, fromPairs, namesOf, scalar } from './make.js';

/** Entries of header fields from Node's flat list. */
function fromRawHeaders(inspection: Inspection, name: string, raw: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < raw.length; i += 2) entries.push(new Entry(name, raw[i], inspection.value(raw[i + 1])));
  return entries;
}

function headerNames(inspection: Inspection, name: string, raw: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < raw.length; i += 2) entries.push(new Entry(name, raw[i], inspection.value(raw[i])));
  return entries;
}

/** Scheme of the Authorization header, as Apache's AUTH_TYPE would name it. */
function authType(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const space = authorization.indexOf(' ');
  return space < 0 ? authorization : authorization.slice(0, space);
}

export const HEADER_VARIABLES = [
  collection('REQUEST_HEADERS', 'head', 'Request header fields.', inspection =>
    fromRawHeaders(inspection, 'REQUEST_HEADERS', inspection.transaction.head.rawHeaders),
  ),
  collection('REQUEST_HEADERS_NAMES', 'head', 'Names of the request header fields.', inspection =>
    headerNames(inspection, 'REQUEST_HEADERS_NAMES', inspection.transaction.head.rawHeaders),
  ),
  collection('REQUEST_COOKIES', 'head', 'Cookies of the request.', inspection =>
    fromPairs(inspection, 'REQUEST_COOKIES', inspection.head.cookies),
  ),
  collection('REQUEST_COOKIES_NAMES', 'head', 'Names of the cookies.', inspection =>
    namesOf(inspection, 'REQUEST_COOKIES_NAMES', inspection.head.cookies),
  ),
  scalar('AUTH_TYPE', 'head', 'Scheme of the Authorization header.', ({ transaction }) =>
    authType(transaction.head.header('authorization')),
  ),
  collection('RESPONSE_HEADERS', 'response', 'Response header fields.', inspection =>
    inspection.response === null
      ? []
      : fromRawHeaders(inspection, 'RESPONSE_HEADERS', inspection.response.rawHeaders),
  ),
  collection('RESPONSE_HEADERS_NAMES', 'response', 'Names of the response header fields.', inspection =>
    inspection.response === null
      ? []
      : headerNames(inspection, 'RESPONSE_HEADERS_NAMES', inspection.response.rawHeaders),
  ),
];
