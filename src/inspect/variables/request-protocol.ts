import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestProtocol: VariableSpec = scalar(
  'REQUEST_PROTOCOL',
  'head',
  'Protocol and version, e.g. HTTP/1.1.',
  ({ transaction }) => `HTTP/${transaction.head.httpVersion}`,
);
