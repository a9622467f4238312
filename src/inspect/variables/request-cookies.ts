import { collection, fromPairs } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestCookies: VariableSpec = collection(
  'REQUEST_COOKIES',
  'head',
  'Cookies of the request.',
  inspection => fromPairs(inspection, 'REQUEST_COOKIES', inspection.head.cookies),
);
