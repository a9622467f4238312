import { errorOf } from './body-error.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

export const reqbodyProcessorErrorMsg: VariableSpec = scalar(
  'REQBODY_PROCESSOR_ERROR_MSG',
  'body',
  'The same as REQBODY_ERROR_MSG.',
  inspection => errorOf(inspection) ?? '',
);
