import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import type { VariableSpec } from './spec.js';

export const multipartPartHeaders: VariableSpec = collection(
  'MULTIPART_PART_HEADERS',
  'body',
  'Header lines of each part, by field name.',
  ({ body }) =>
    (body?.partHeaders ?? []).map(
      header => new Entry('MULTIPART_PART_HEADERS', header.name, new Value(header.line)),
    ),
);
