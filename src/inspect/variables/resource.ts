import { persistent } from './persistent.js';
import type { VariableSpec } from './spec.js';

export const resource: VariableSpec = persistent('RESOURCE', 'this resource, opened with initcol or setrsc');
