import { flag, scalar } from './make.js';

export const REQUEST_LINE_VARIABLES = [
  scalar('REQUEST_LINE', 'head', 'The whole request line as received.', ({ head }) => head.requestLine),
  scalar('REQUEST_METHOD', 'head', 'The method.', ({ transaction }) => transaction.head.method),
  scalar(
    'REQUEST_PROTOCOL',
    'head',
    'Protocol and version, e.g. HTTP/1.1.',
    ({ transaction }) => `HTTP/${transaction.head.httpVersion}`,
  ),
  scalar(
    'REQUEST_URI',
    'head',
    'Path and query without scheme and host, percent-decoded once.',
    ({ head }) => head.decodedUri,
  ),
  scalar(
    'REQUEST_URI_RAW',
    'head',
    'The request target as received.',
    ({ transaction }) => transaction.head.target,
  ),
  scalar('REQUEST_FILENAME', 'head', 'The path, percent-decoded once.', ({ head }) => head.decodedFilename),
  scalar(
    'REQUEST_BASENAME',
    'head',
    'The path after its last slash, percent-decoded once.',
    ({ head }) => head.decodedBasename,
  ),
  scalar('QUERY_STRING', 'head', 'The query, undecoded.', ({ head }) => head.queryString),
  scalar(
    'PATH_INFO',
    'head',
    'The path; a gateway cannot know which part of it is a script.',
    ({ head }) => head.decodedFilename,
  ),
  flag(
    'URLENCODED_ERROR',
    'body',
    '1 when the query or an urlencoded body has an invalid percent escape.',
    ({ head, body }) => head.urlEncodedError || body?.urlEncodedError === true,
  ),
];
