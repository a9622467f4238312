import type { OperatorSpec } from '../contract.js';
import { pmFromFile } from './pm-from-file.js';

export const pmf: OperatorSpec = {
  ...pmFromFile,
  name: 'pmf',
  summary: 'The same as @pmFromFile.',
  example: 'SecRule REQUEST_HEADERS:User-Agent "@pmf scanners.data" "id:1053,phase:1,deny"',
};
