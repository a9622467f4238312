import { errorOf } from './body-error.js';
import { flag } from './make.js';
import type { VariableSpec } from './spec.js';

export const reqbodyProcessorError: VariableSpec = flag(
  'REQBODY_PROCESSOR_ERROR',
  'body',
  'The same as REQBODY_ERROR.',
  inspection => errorOf(inspection) !== null,
);
