import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestBasename: VariableSpec = scalar(
  'REQUEST_BASENAME',
  'head',
  'The path after its last slash, percent-decoded once.',
  ({ head }) => head.decodedBasename,
);
