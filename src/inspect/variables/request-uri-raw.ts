import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestUriRaw: VariableSpec = scalar(
  'REQUEST_URI_RAW',
  'head',
  'The request target as received.',
  ({ transaction }) => transaction.head.target,
);
