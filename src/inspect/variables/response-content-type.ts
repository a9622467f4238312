import { scalar } from './make.js';
import { responseHeader } from './response-fields.js';
import type { VariableSpec } from './spec.js';

export const responseContentType: VariableSpec = scalar(
  'RESPONSE_CONTENT_TYPE',
  'response',
  'Content-Type of the response.',
  inspection => responseHeader(inspection, 'content-type'),
);
