import { collection, namesOf } from './make.js';
import type { VariableSpec } from './spec.js';

export const requestCookiesNames: VariableSpec = collection(
  'REQUEST_COOKIES_NAMES',
  'head',
  'Names of the cookies.',
  inspection => namesOf(inspection, 'REQUEST_COOKIES_NAMES', inspection.head.cookies),
);
