import { headerLines } from './full-request-lines.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const fullRequestLength: VariableSpec = scalar(
  'FULL_REQUEST_LENGTH',
  'body',
  'Bytes of FULL_REQUEST.',
  ({ head, transaction, rawBody }) =>
    String(
      head.requestLine.length + 3 + headerLines(transaction.head.rawHeaders).length + (rawBody?.length ?? 0),
    ),
);
