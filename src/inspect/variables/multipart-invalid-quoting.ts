import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartInvalidQuoting: VariableSpec = multipartFlag(
  'MULTIPART_INVALID_QUOTING',
  'invalidQuoting',
  'A part header quotes in a way that parsers read differently.',
);
