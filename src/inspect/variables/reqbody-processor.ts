import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const reqbodyProcessor: VariableSpec = scalar(
  'REQBODY_PROCESSOR',
  'always-changing',
  'The body processor: URLENCODED, MULTIPART, JSON or XML.',
  inspection => (inspection.bodyProcessor === '' ? null : inspection.bodyProcessor),
);
