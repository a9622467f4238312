import { errorOf } from './body-error.js';
import { flag } from './make.js';
import type { VariableSpec } from './spec.js';

export const reqbodyError: VariableSpec = flag(
  'REQBODY_ERROR',
  'body',
  '1 when the body could not be parsed, or there are more arguments or cookies than allowed.',
  inspection => errorOf(inspection) !== null,
);
