import { persistent } from './persistent.js';
import type { VariableSpec } from './spec.js';

export const user: VariableSpec = persistent('USER', 'this user, opened with setuid or initcol');
