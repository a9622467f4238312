import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartHeaderFolding: VariableSpec = multipartFlag(
  'MULTIPART_HEADER_FOLDING',
  'headerFolding',
  'A part header is folded over lines.',
);
