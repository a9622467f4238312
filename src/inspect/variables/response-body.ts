import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const responseBody: VariableSpec = scalar(
  'RESPONSE_BODY',
  'response',
  'The response body, where SecResponseBodyAccess is on and its media type is inspected. Phase 5 has it, too.',
  inspection => inspection.responseText,
);
