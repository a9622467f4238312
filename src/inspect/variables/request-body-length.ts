import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestBodyLength: VariableSpec = scalar(
  'REQUEST_BODY_LENGTH',
  'body',
  'Bytes of the request body.',
  ({ rawBody }) => String(rawBody?.length ?? 0),
);
