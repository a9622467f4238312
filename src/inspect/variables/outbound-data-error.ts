import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const outboundDataError: VariableSpec = scalar(
  'OUTBOUND_DATA_ERROR',
  'response',
  '1 when the response body is longer than its limit.',
  ({ responseTruncated }) => (responseTruncated ? '1' : '0'),
);
