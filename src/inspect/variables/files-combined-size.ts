import { scalar } from './make.js';
import { filesOf } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const filesCombinedSize: VariableSpec = scalar(
  'FILES_COMBINED_SIZE',
  'body',
  'Bytes of all uploads together.',
  inspection => String(filesOf(inspection).reduce((sum, file) => sum + file.size, 0)),
);
