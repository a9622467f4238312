import { flag } from './make.js';
import type { VariableSpec } from './spec.js';

export const inboundDataError: VariableSpec = flag(
  'INBOUND_DATA_ERROR',
  'body',
  '1 when the body is longer than its limit.',
  ({ bodyTruncated }) => bodyTruncated,
);
