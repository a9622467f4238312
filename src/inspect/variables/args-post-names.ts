import { Entry } from '../entry.js';
import { argsPost } from './args-post.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const argsPostNames: VariableSpec = collection(
  'ARGS_POST_NAMES',
  'body',
  'Names of the body arguments.',
  inspection =>
    inspection
      .valuesOf(argsPost)
      .map(entry => new Entry('ARGS_POST_NAMES', entry.key, inspection.value(entry.key ?? ''))),
);
