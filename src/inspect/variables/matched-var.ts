import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const matchedVar: VariableSpec = scalar(
  'MATCHED_VAR',
  'always-changing',
  'The value that matched last.',
  ({ matchedValue }) => matchedValue?.bytes ?? null,
);
