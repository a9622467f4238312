import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestFilename: VariableSpec = scalar(
  'REQUEST_FILENAME',
  'head',
  'The path, percent-decoded once.',
  ({ head }) => head.decodedFilename,
);
