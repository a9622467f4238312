import { headerLines } from './full-request-lines.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const fullRequest: VariableSpec = scalar(
  'FULL_REQUEST',
  'body',
  'Request line, headers and body.',
  ({ head, transaction, bodyText }) =>
    `${head.requestLine}\n${headerLines(transaction.head.rawHeaders)}\n\n${bodyText}`,
);
