import type { OperatorSpec } from '../contract.js';
import { verifying } from './verified.js';
import { isSsn } from './verify-numbers.js';

export const verifySSN: OperatorSpec = {
  name: 'verifySSN',
  summary: 'The regular expression finds a US social security number that can have been issued.',
  example: 'SecRule ARGS "@verifySSN \\d{3}-?\\d{2}-?\\d{4}" "id:1093,phase:2,deny,capture"',
  compile: argument => verifying(argument, 'verifySSN', isSsn),
};
