import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { Value } from '../value.js';
import { XPathSelector } from '../xpath/index.js';
import { collection, flag, scalar } from './make.js';
import type { VariableSpec } from './spec.js';

/** As in ModSecurity v2: otherwise the element and attribute names of every document would be matched as values. */
function isShownAsXml({ body, forceBodyVariable }: Inspection): boolean {
  return body !== null && body.xml !== null && body.error === null && !forceBodyVariable;
}

/**
 * Why something of the request was not taken apart, or null. Too many arguments in the query or too many cookies count as
 * well, though the manual speaks of bodies only: no other variable tells of them.
 */
function errorOf({ head, body }: Inspection): string | null {
  return body?.error ?? head.error;
}

export const BODY_VARIABLES: readonly VariableSpec[] = [
  scalar(
    'REQUEST_BODY',
    'body',
    'The request body as received. Of an XML body that was taken apart it has nothing (look at XML:/* and XML://@*) ' +
      'unless ctl:forceRequestBodyVariable=On.',
    inspection => (isShownAsXml(inspection) ? null : inspection.bodyText),
  ),
  scalar('REQUEST_BODY_LENGTH', 'body', 'Bytes of the request body.', ({ rawBody }) =>
    String(rawBody?.length ?? 0),
  ),
  scalar(
    'FULL_REQUEST',
    'body',
    'Request line, headers and body.',
    ({ head, transaction, bodyText }) =>
      `${head.requestLine}\n${headerLines(transaction.head.rawHeaders)}\n\n${bodyText}`,
  ),
  scalar('FULL_REQUEST_LENGTH', 'body', 'Bytes of FULL_REQUEST.', ({ head, transaction, rawBody }) =>
    String(
      head.requestLine.length + 3 + headerLines(transaction.head.rawHeaders).length + (rawBody?.length ?? 0),
    ),
  ),
  scalar(
    'REQBODY_PROCESSOR',
    'always-changing',
    'The body processor: URLENCODED, MULTIPART, JSON or XML.',
    inspection => (inspection.bodyProcessor === '' ? null : inspection.bodyProcessor),
  ),
  flag(
    'REQBODY_ERROR',
    'body',
    '1 when the body could not be parsed, or there are more arguments or cookies than allowed.',
    inspection => errorOf(inspection) !== null,
  ),
  scalar('REQBODY_ERROR_MSG', 'body', 'Why REQBODY_ERROR is 1.', inspection => errorOf(inspection) ?? ''),
  flag(
    'REQBODY_PROCESSOR_ERROR',
    'body',
    'The same as REQBODY_ERROR.',
    inspection => errorOf(inspection) !== null,
  ),
  scalar(
    'REQBODY_PROCESSOR_ERROR_MSG',
    'body',
    'The same as REQBODY_ERROR_MSG.',
    inspection => errorOf(inspection) ?? '',
  ),
  flag(
    'INBOUND_DATA_ERROR',
    'body',
    '1 when the body is longer than its limit.',
    ({ bodyTruncated }) => bodyTruncated,
  ),
  {
    ...collection(
      'XML',
      'body',
      'Of an XML body: XML:/* is the text, XML://@* are the values of attributes; other XPath selects elements (their text), ' +
        "attributes or text(): absolute paths with / and //, names, prefixes declared by xmlns, *, and [1], [last()], [@a='x'], " +
        "[b='x'], [text()='x'], [local-name()='x'].",
      ({ body }) => [
        ...(body?.xml?.text ?? []).map(text => new Entry('XML', '/*', new Value(text))),
        ...(body?.xml?.attributes ?? []).map(text => new Entry('XML', '//@*', new Value(text))),
      ],
    ),
    select({ body }, selector) {
      if (!(selector instanceof XPathSelector) || !body?.xmlDocument) return [];
      return selector
        .values(body.xmlDocument())
        .map(text => new Entry('XML', selector.source, new Value(text)));
    },
  },
];

function headerLines(raw: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < raw.length; i += 2) lines.push(`${raw[i]}: ${raw[i + 1]}`);
  return lines.join('\n');
}
