import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartBoundaryQuoted: VariableSpec = multipartFlag(
  'MULTIPART_BOUNDARY_QUOTED',
  'boundaryQuoted',
  'The boundary stands in quotes.',
);
