import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartFileLimitExceeded: VariableSpec = multipartFlag(
  'MULTIPART_FILE_LIMIT_EXCEEDED',
  'fileLimitExceeded',
  'There are more files than allowed.',
);
