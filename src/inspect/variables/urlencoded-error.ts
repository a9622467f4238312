import { flag } from './make.js';
import type { VariableSpec } from './spec.js';

export const urlencodedError: VariableSpec = flag(
  'URLENCODED_ERROR',
  'body',
  '1 when the query or an urlencoded body has an invalid percent escape.',
  ({ head, body }) => head.urlEncodedError || body?.urlEncodedError === true,
);
