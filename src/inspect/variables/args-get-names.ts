import { Entry } from '../entry.js';
import { argsGet } from './args-get.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const argsGetNames: VariableSpec = collection(
  'ARGS_GET_NAMES',
  'head',
  'Names of the query arguments.',
  inspection =>
    inspection
      .valuesOf(argsGet)
      .map(entry => new Entry('ARGS_GET_NAMES', entry.key, inspection.value(entry.key ?? ''))),
);
