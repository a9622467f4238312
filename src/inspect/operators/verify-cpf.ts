import type { OperatorSpec } from '../contract.js';
import { verifying } from './verified.js';
import { isCpf } from './verify-numbers.js';

export const verifyCPF: OperatorSpec = {
  name: 'verifyCPF',
  summary: "The regular expression finds a Brazilian taxpayer's number (CPF) whose check digits are right.",
  example: 'SecRule ARGS "@verifyCPF \\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}" "id:1092,phase:2,deny,capture"',
  compile: argument => verifying(argument, 'verifyCPF', isCpf),
};
