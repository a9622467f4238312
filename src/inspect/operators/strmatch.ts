import type { OperatorSpec } from '../contract.js';
import { requiresArgument } from './argument.js';
import { contains } from './contains.js';

export const strmatch: OperatorSpec = {
  name: 'strmatch',
  summary: 'The same as @contains.',
  example: 'SecRule REQUEST_HEADERS:User-Agent "@strmatch WebZIP" "id:1004,phase:1,deny"',
  compile: contains.compile,
  requires: requiresArgument,
};
