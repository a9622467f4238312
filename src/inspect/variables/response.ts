import type { Inspection } from '../inspection.js';
import { scalar } from './make.js';

function responseHeader({ response }: Inspection, lowerName: string): string | null {
  if (response === null) return null;
  const raw = response.rawHeaders;
  for (let i = 0; i < raw.length; i += 2) if (raw[i].toLowerCase() === lowerName) return raw[i + 1];
  return null;
}

export const RESPONSE_VARIABLES = [
  scalar('RESPONSE_STATUS', 'response', 'Status code of the response.', ({ response }) =>
    response === null ? null : String(response.status),
  ),
  scalar('STATUS_LINE', 'response', 'Protocol and status of the response.', ({ response }) =>
    response === null ? null : `HTTP/${response.httpVersion} ${response.status}`,
  ),
  scalar('RESPONSE_PROTOCOL', 'response', 'Protocol of the response.', ({ response }) =>
    response === null ? null : `HTTP/${response.httpVersion}`,
  ),
  scalar('RESPONSE_CONTENT_TYPE', 'response', 'Content-Type of the response.', inspection =>
    responseHeader(inspection, 'content-type'),
  ),
  scalar(
    'RESPONSE_CONTENT_LENGTH',
    'always-changing',
    'Bytes of the response body: by its Content-Length, else as many as have come, 0 while that is not known.',
    inspection => {
      const { response, responseBody, transaction } = inspection;
      if (response === null) return null;
      const declared = responseHeader(inspection, 'content-length');
      return declared ?? String(Math.max(responseBody?.length ?? 0, transaction.bytesOut));
    },
  ),
  scalar(
    'RESPONSE_BODY',
    'response',
    'The response body, when it is inspected.',
    inspection => inspection.responseText,
  ),
  scalar(
    'OUTBOUND_DATA_ERROR',
    'response',
    '1 when the response body is longer than its limit.',
    ({ responseTruncated }) => (responseTruncated ? '1' : '0'),
  ),
];
