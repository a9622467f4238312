import { persistent } from './persistent.js';
import type { VariableSpec } from './spec.js';

export const globalRecord: VariableSpec = persistent('GLOBAL', 'the whole application, opened with initcol');
