import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection, fromPairs, namesOf, scalar } from './make.js';

/** Entries of header fields from Node's flat list. */
function fromRawHeaders(name: string, raw: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < raw.length; i += 2) entries.push(new Entry(name, raw[i], new Value(raw[i + 1])));
  return entries;
}

function headerNames(name: string, raw: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < raw.length; i += 2) entries.push(new Entry(name, raw[i], new Value(raw[i])));
  return entries;
}

/** Scheme of the Authorization header, as Apache's AUTH_TYPE would name it. */
function authType(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const space = authorization.indexOf(' ');
  return space < 0 ? authorization : authorization.slice(0, space);
}

export const HEADER_VARIABLES = [
  collection('REQUEST_HEADERS', 'head', 'Request header fields.', ({ transaction }) =>
    fromRawHeaders('REQUEST_HEADERS', transaction.head.rawHeaders),
  ),
  collection('REQUEST_HEADERS_NAMES', 'head', 'Names of the request header fields.', ({ transaction }) =>
    headerNames('REQUEST_HEADERS_NAMES', transaction.head.rawHeaders),
  ),
  collection('REQUEST_COOKIES', 'head', 'Cookies of the request.', ({ head }) =>
    fromPairs('REQUEST_COOKIES', head.cookies),
  ),
  collection('REQUEST_COOKIES_NAMES', 'head', 'Names of the cookies.', ({ head }) =>
    namesOf('REQUEST_COOKIES_NAMES', head.cookies),
  ),
  scalar('AUTH_TYPE', 'head', 'Scheme of the Authorization header.', ({ transaction }) =>
    authType(transaction.head.header('authorization')),
  ),
  collection('RESPONSE_HEADERS', 'response', 'Response header fields.', ({ response }) =>
    response === null ? [] : fromRawHeaders('RESPONSE_HEADERS', response.rawHeaders),
  ),
  collection('RESPONSE_HEADERS_NAMES', 'response', 'Names of the response header fields.', ({ response }) =>
    response === null ? [] : headerNames('RESPONSE_HEADERS_NAMES', response.rawHeaders),
  ),
];
