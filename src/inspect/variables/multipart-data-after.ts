import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartDataAfter: VariableSpec = multipartFlag(
  'MULTIPART_DATA_AFTER',
  'dataAfter',
  'There is data after the last boundary.',
);
