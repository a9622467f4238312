import { Entry } from '../entry.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const matchedVars: VariableSpec = collection(
  'MATCHED_VARS',
  'always-changing',
  'All values that the last matching rule matched.',
  ({ matched }) => matched.map(entry => new Entry('MATCHED_VARS', entry.name, entry.value)),
);
