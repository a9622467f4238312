import type { OperatorSpec } from '../contract.js';
import { comparing, requiresArgument } from './argument.js';

export const beginsWith: OperatorSpec = {
  name: 'beginsWith',
  summary: 'The value begins with the argument.',
  example: 'SecRule REQUEST_URI "@beginsWith /admin" "id:1001,phase:1,deny"',
  compile: argument => comparing(argument, (value, prefix) => value.startsWith(prefix)),
  requires: requiresArgument,
};
