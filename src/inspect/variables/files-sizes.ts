import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import { filesOf } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const filesSizes: VariableSpec = collection(
  'FILES_SIZES',
  'body',
  'Bytes of each upload, by field name.',
  inspection =>
    filesOf(inspection).map(file => new Entry('FILES_SIZES', file.name, new Value(String(file.size)))),
);
