import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const responseStatus: VariableSpec = scalar(
  'RESPONSE_STATUS',
  'response',
  'Status code of the response.',
  ({ response }) => (response === null ? null : String(response.status)),
);
