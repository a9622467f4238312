import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const statusLine: VariableSpec = scalar(
  'STATUS_LINE',
  'response',
  'Protocol and status of the response.',
  ({ response }) => (response === null ? null : `HTTP/${response.httpVersion} ${response.status}`),
);
