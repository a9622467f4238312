import type { OperatorSpec } from '../contract.js';
import { verifying } from './verified.js';
import { isSvnr } from './verify-numbers.js';

export const verifySVNR: OperatorSpec = {
  name: 'verifySVNR',
  summary: 'The regular expression finds an Austrian social insurance number whose check digit is right.',
  example: 'SecRule ARGS "@verifySVNR \\d{4} ?\\d{6}" "id:1094,phase:2,deny,capture"',
  compile: argument => verifying(argument, 'verifySVNR', isSvnr),
};
