import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const matchedVarName: VariableSpec = scalar(
  'MATCHED_VAR_NAME',
  'always-changing',
  'The variable that matched last.',
  ({ matchedName }) => (matchedName === '' ? null : matchedName),
);
