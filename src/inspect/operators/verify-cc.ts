import type { OperatorSpec } from '../contract.js';
import { verifying } from './verified.js';
import { isCardNumber } from './verify-numbers.js';

export const verifyCC: OperatorSpec = {
  name: 'verifyCC',
  summary: 'The regular expression finds a payment card number whose Luhn sum is right.',
  example: 'SecRule ARGS "@verifyCC \\d{13,16}" "id:1091,phase:2,deny,capture"',
  compile: argument => verifying(argument, 'verifyCC', isCardNumber),
};
