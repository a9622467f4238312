import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const env: VariableSpec = collection(
  'ENV',
  'always-changing',
  'Variables set with setenv in this transaction; the process environment is not shown to rules.',
  ({ env }) => Array.from(env, ([name, value]) => new Entry('ENV', name, new Value(value))),
);
