import type { OperatorSpec } from '../contract.js';
import { comparing, requiresArgument } from './argument.js';

export const contains: OperatorSpec = {
  name: 'contains',
  summary: 'The argument occurs in the value.',
  example: 'SecRule REQUEST_URI "@contains ../" "id:1003,phase:1,deny"',
  compile: argument => comparing(argument, (value, part) => value.includes(part)),
  requires: requiresArgument,
};
