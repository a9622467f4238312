import { fromRawHeaders } from './header-fields.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const responseHeaders: VariableSpec = collection(
  'RESPONSE_HEADERS',
  'response',
  'Response header fields.',
  inspection =>
    inspection.response === null
      ? []
      : fromRawHeaders(inspection, 'RESPONSE_HEADERS', inspection.response.rawHeaders),
);
