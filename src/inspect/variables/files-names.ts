import { Entry } from '../entry.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import { filesOf } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const filesNames: VariableSpec = collection(
  'FILES_NAMES',
  'body',
  'Field names of uploads.',
  inspection => filesOf(inspection).map(file => new Entry('FILES_NAMES', file.name, new Value(file.name))),
);
