import type { OperatorSpec } from '../contract.js';

export const unconditionalMatch: OperatorSpec = {
  name: 'unconditionalMatch',
  summary: 'Always matches. The argument is ignored.',
  example: 'SecRule REMOTE_ADDR "@unconditionalMatch" "id:1021,phase:1,pass,nolog"',
  compile: () => () => true,
};
