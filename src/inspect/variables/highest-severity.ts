import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const highestSeverity: VariableSpec = scalar(
  'HIGHEST_SEVERITY',
  'always-changing',
  'Lowest severity number of the rules that have matched, logged or not; 255 when none had one.',
  ({ highestSeverity }) => String(highestSeverity),
);
