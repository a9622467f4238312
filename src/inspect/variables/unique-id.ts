import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const uniqueId: VariableSpec = scalar(
  'UNIQUE_ID',
  'head',
  'The id of this transaction, as logs and the block page show it.',
  ({ transaction }) => transaction.id,
);
