import { argsGet } from './args-get.js';
import { argsPost } from './args-post.js';
import { renamed } from './argument-lists.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const args: VariableSpec = collection(
  'ARGS',
  'body',
  'Arguments of query and body together.',
  inspection => renamed('ARGS', inspection.valuesOf(argsGet), inspection.valuesOf(argsPost)),
);
