import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const queryString: VariableSpec = scalar(
  'QUERY_STRING',
  'head',
  'The query, undecoded.',
  ({ head }) => head.queryString,
);
