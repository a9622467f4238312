import type { OperatorSpec } from '../contract.js';

export const noMatch: OperatorSpec = {
  name: 'noMatch',
  summary: 'Never matches. The argument is ignored.',
  example: 'SecRule REMOTE_ADDR "@noMatch" "id:1022,phase:1,deny"',
  compile: () => () => false,
};
