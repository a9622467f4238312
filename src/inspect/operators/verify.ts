import type { OperatorSpec } from '../contract.js';
import { verifying } from './verified.js';
import { isCardNumber, isCpf, isSsn, isSvnr } from './verify-numbers.js';

export const verifyCC: OperatorSpec = {
  name: 'verifyCC',
  summary: 'The regular expression finds a payment card number whose Luhn sum is right.',
  example: 'SecRule ARGS "@verifyCC \\d{13,16}" "id:1091,phase:2,deny,capture"',
  compile: argument => verifying(argument, 'verifyCC', isCardNumber),
};

export const verifyCPF: OperatorSpec = {
  name: 'verifyCPF',
  summary: "The regular expression finds a Brazilian taxpayer's number (CPF) whose check digits are right.",
  example: 'SecRule ARGS "@verifyCPF \\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}" "id:1092,phase:2,deny,capture"',
  compile: argument => verifying(argument, 'verifyCPF', isCpf),
};

export const verifySSN: OperatorSpec = {
  name: 'verifySSN',
  summary: 'The regular expression finds a US social security number that can have been issued.',
  example: 'SecRule ARGS "@verifySSN \\d{3}-?\\d{2}-?\\d{4}" "id:1093,phase:2,deny,capture"',
  compile: argument => verifying(argument, 'verifySSN', isSsn),
};

export const verifySVNR: OperatorSpec = {
  name: 'verifySVNR',
  summary: 'The regular expression finds an Austrian social insurance number whose check digit is right.',
  example: 'SecRule ARGS "@verifySVNR \\d{4} ?\\d{6}" "id:1094,phase:2,deny,capture"',
  compile: argument => verifying(argument, 'verifySVNR', isSvnr),
};
