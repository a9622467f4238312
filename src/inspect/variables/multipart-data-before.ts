import { multipartFlag } from './multipart-findings.js';
import type { VariableSpec } from './spec.js';

export const multipartDataBefore: VariableSpec = multipartFlag(
  'MULTIPART_DATA_BEFORE',
  'dataBefore',
  'There is data before the first boundary.',
);
