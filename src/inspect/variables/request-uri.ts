import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestUri: VariableSpec = scalar(
  'REQUEST_URI',
  'head',
  'Path and query without scheme and host, percent-decoded once.',
  ({ head }) => head.decodedUri,
);
