import type { OperatorSpec } from '../contract.js';
import { ipMatchFromFile } from './ip-match-from-file.js';

export const ipMatchF: OperatorSpec = {
  ...ipMatchFromFile,
  name: 'ipMatchF',
  summary: 'The same as @ipMatchFromFile.',
  example: 'SecRule REMOTE_ADDR "@ipMatchF blocked.txt" "id:1043,phase:1,deny"',
};
