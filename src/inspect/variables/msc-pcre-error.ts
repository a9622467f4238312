import { flag } from './make.js';
import { NEVER } from './pcre-limits.js';
import type { VariableSpec } from './spec.js';

export const mscPcreError: VariableSpec = flag('MSC_PCRE_ERROR', 'head', `Always 0: ${NEVER}.`, () => false);
