import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartBoundaryWhitespace: VariableSpec = multipartFlag(
  'MULTIPART_BOUNDARY_WHITESPACE',
  'boundaryWhitespace',
  'The boundary has white space.',
);
