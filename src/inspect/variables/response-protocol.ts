import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const responseProtocol: VariableSpec = scalar(
  'RESPONSE_PROTOCOL',
  'response',
  'Protocol of the response.',
  ({ response }) => (response === null ? null : `HTTP/${response.httpVersion}`),
);
