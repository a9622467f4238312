import { persistent } from './persistent.js';
import type { VariableSpec } from './spec.js';

export const session: VariableSpec = persistent('SESSION', 'this session, opened with setsid or initcol');
