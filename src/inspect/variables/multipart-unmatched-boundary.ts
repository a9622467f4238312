import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const multipartUnmatchedBoundary: VariableSpec = scalar(
  'MULTIPART_UNMATCHED_BOUNDARY',
  'body',
  '1 when a line looks like a boundary but is not one of this body.',
  ({ body }) => (body?.multipart?.unmatchedBoundary === true ? '1' : '0'),
);
