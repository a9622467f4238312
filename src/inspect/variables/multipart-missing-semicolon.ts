import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartMissingSemicolon: VariableSpec = multipartFlag(
  'MULTIPART_MISSING_SEMICOLON',
  'missingSemicolon',
  'The same as MULTIPART_SEMICOLON_MISSING.',
);
