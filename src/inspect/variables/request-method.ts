import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestMethod: VariableSpec = scalar(
  'REQUEST_METHOD',
  'head',
  'The method.',
  ({ transaction }) => transaction.head.method,
);
