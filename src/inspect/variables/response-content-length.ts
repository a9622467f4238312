import { scalar } from './make.js';
import { responseHeader } from './response-fields.js';
import type { VariableSpec } from './spec.js';

export const responseContentLength: VariableSpec = scalar(
  'RESPONSE_CONTENT_LENGTH',
  'always-changing',
  'Bytes of the response body: by its Content-Length, else as many as have come, 0 while that is not known.',
  inspection => {
    const { response, responseBody, transaction } = inspection;
    if (response === null) return null;
    const declared = responseHeader(inspection, 'content-length');
    return declared ?? String(Math.max(responseBody?.length ?? 0, transaction.bytesOut));
  },
);
