import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const responseBody: VariableSpec = scalar(
  'RESPONSE_BODY',
  'response',
  'The response body, when it is inspected.',
  inspection => inspection.responseText,
);
