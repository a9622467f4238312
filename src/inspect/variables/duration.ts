import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const duration: VariableSpec = scalar(
  'DURATION',
  'always-changing',
  'Milliseconds since the transaction began.',
  ({ transaction }) => String(Math.round(performance.now() - transaction.startedTick)),
);
