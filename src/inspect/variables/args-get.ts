import { collection, fromPairs } from './make.js';
import type { VariableSpec } from './spec.js';

export const argsGet: VariableSpec = collection(
  'ARGS_GET',
  'head',
  'Arguments of the query string, decoded once.',
  inspection => fromPairs(inspection, 'ARGS_GET', inspection.head.args),
);
