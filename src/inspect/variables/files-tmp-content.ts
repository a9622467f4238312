import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import { filesOf } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const filesTmpContent: VariableSpec = collection(
  'FILES_TMP_CONTENT',
  'body',
  'Content of each upload, by field name.',
  inspection =>
    filesOf(inspection).map(file => new Entry('FILES_TMP_CONTENT', file.name, new Value(file.content))),
);
