import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartInvalidHeaderFolding: VariableSpec = multipartFlag(
  'MULTIPART_INVALID_HEADER_FOLDING',
  'invalidHeaderFolding',
  'A folded header line begins with an unusual byte.',
);
