import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartCrlfLfLines: VariableSpec = multipartFlag(
  'MULTIPART_CRLF_LF_LINES',
  'crlfLfLines',
  'Lines end in CRLF and in LF.',
);
