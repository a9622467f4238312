import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartInvalidPart: VariableSpec = multipartFlag(
  'MULTIPART_INVALID_PART',
  'invalidPart',
  'A part has no usable Content-Disposition.',
);
