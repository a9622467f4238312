import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestLine: VariableSpec = scalar(
  'REQUEST_LINE',
  'head',
  'The whole request line as received.',
  ({ head }) => head.requestLine,
);
