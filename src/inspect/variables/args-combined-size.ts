import type { Pair } from '../../core/index.js';
import { post } from './argument-lists.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

function combinedSize(pairs: readonly Pair[]): number {
  let size = 0;
  for (const pair of pairs) size += pair.name.length + pair.value.length;
  return size;
}

export const argsCombinedSize: VariableSpec = scalar(
  'ARGS_COMBINED_SIZE',
  'body',
  'Bytes of all argument names and values together.',
  inspection => String(combinedSize(inspection.head.args) + combinedSize(post(inspection))),
);
