import type { OperatorSpec } from '../contract.js';
import { comparing, requiresArgument } from './argument.js';

export const endsWith: OperatorSpec = {
  name: 'endsWith',
  summary: 'The value ends with the argument.',
  example: 'SecRule REQUEST_FILENAME "@endsWith .bak" "id:1002,phase:1,deny"',
  compile: argument => comparing(argument, (value, suffix) => value.endsWith(suffix)),
  requires: requiresArgument,
};
