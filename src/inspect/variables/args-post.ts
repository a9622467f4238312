import { post } from './argument-lists.js';
import { collection, fromPairs } from './make.js';
import type { VariableSpec } from './spec.js';

export const argsPost: VariableSpec = collection(
  'ARGS_POST',
  'body',
  'Arguments of the request body, decoded once.',
  inspection => fromPairs(inspection, 'ARGS_POST', post(inspection)),
);
