import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const matchedVarsNames: VariableSpec = collection(
  'MATCHED_VARS_NAMES',
  'always-changing',
  'Names of what the last matching rule matched.',
  ({ matched }) => matched.map(entry => new Entry('MATCHED_VARS_NAMES', entry.name, new Value(entry.name))),
);
