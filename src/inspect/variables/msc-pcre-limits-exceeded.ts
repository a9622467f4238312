import { flag } from './make.js';
import { NEVER } from './pcre-limits.js';
import type { VariableSpec } from './spec.js';

export const mscPcreLimitsExceeded: VariableSpec = flag(
  'MSC_PCRE_LIMITS_EXCEEDED',
  'head',
  `Always 0: ${NEVER}.`,
  () => false,
);
