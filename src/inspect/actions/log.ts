import type { ActionSpec } from './spec.js';

export const log: ActionSpec = {
  name: 'log',
  group: 'non-disruptive',
  summary: 'A match is logged. The default.',
  example: 'SecRule ARGS:debug "@eq 1" "id:100030,phase:2,pass,log"',
  argument: 'none',
  notIn: [],
  apply(draft) {
    draft.log = true;
    draft.auditLog ??= true;
  },
};
