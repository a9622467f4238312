import { errorOf } from './body-error.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const reqbodyErrorMsg: VariableSpec = scalar(
  'REQBODY_ERROR_MSG',
  'body',
  'Why REQBODY_ERROR is 1.',
  inspection => errorOf(inspection) ?? '',
);
