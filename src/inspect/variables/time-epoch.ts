import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const timeEpoch: VariableSpec = scalar(
  'TIME_EPOCH',
  'head',
  'Seconds since 1970.',
  ({ transaction }) => String(Math.floor(transaction.startedAt / 1000)),
);
