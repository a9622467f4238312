import { argsGetNames } from './args-get-names.js';
import { argsPostNames } from './args-post-names.js';
import { renamed } from './argument-lists.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const argsNames: VariableSpec = collection(
  'ARGS_NAMES',
  'body',
  'Names of all arguments.',
  inspection => renamed('ARGS_NAMES', inspection.valuesOf(argsGetNames), inspection.valuesOf(argsPostNames)),
);
