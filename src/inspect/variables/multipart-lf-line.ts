import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartLfLine: VariableSpec = multipartFlag(
  'MULTIPART_LF_LINE',
  'lfLine',
  'A line ends in LF alone.',
);
