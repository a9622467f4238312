import { headerNames } from './header-fields.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const responseHeadersNames: VariableSpec = collection(
  'RESPONSE_HEADERS_NAMES',
  'response',
  'Names of the response header fields.',
  inspection =>
    inspection.response === null
      ? []
      : headerNames(inspection, 'RESPONSE_HEADERS_NAMES', inspection.response.rawHeaders),
);
