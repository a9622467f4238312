import { persistent } from './persistent.js';
import type { VariableSpec } from './spec.js';

export const ip: VariableSpec = persistent('IP', 'this client address, opened with initcol');
