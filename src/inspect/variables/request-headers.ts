import { fromRawHeaders } from './header-fields.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestHeaders: VariableSpec = collection(
  'REQUEST_HEADERS',
  'head',
  'Request header fields.',
  inspection => fromRawHeaders(inspection, 'REQUEST_HEADERS', inspection.transaction.head.rawHeaders),
);
