import type { ActionSpec } from './spec.js';

export const noauditlog: ActionSpec = {
  name: 'noauditlog',
  group: 'non-disruptive',
  summary: 'A match does not make the transaction relevant for the audit log.',
  example: 'SecRule ARGS:debug "@eq 1" "id:100033,phase:2,pass,log,noauditlog"',
  argument: 'none',
  notIn: [],
  apply(draft) {
    draft.auditLog = false;
  },
};
