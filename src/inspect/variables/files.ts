import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import { filesOf } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const files: VariableSpec = collection(
  'FILES',
  'body',
  'File names of uploads, by field name.',
  inspection => filesOf(inspection).map(file => new Entry('FILES', file.name, new Value(file.filename))),
);
