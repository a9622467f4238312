import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartSemicolonMissing: VariableSpec = multipartFlag(
  'MULTIPART_SEMICOLON_MISSING',
  'missingSemicolon',
  'Content-Type lacks the semicolon before the boundary.',
);
