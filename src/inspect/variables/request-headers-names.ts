import { headerNames } from './header-fields.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestHeadersNames: VariableSpec = collection(
  'REQUEST_HEADERS_NAMES',
  'head',
  'Names of the request header fields.',
  inspection => headerNames(inspection, 'REQUEST_HEADERS_NAMES', inspection.transaction.head.rawHeaders),
);
