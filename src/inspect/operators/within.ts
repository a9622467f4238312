import type { OperatorSpec } from '../contract.js';
import { comparing } from './argument.js';

export const within: OperatorSpec = {
  name: 'within',
  summary: 'The value occurs in the argument. An empty value always does.',
  example: 'SecRule REQUEST_METHOD "!@within GET HEAD POST" "id:1006,phase:1,deny"',
  compile: argument => comparing(argument, (value, text) => text.includes(value)),
};
