import type { ActionSpec } from './spec.js';

export const auditlog: ActionSpec = {
  name: 'auditlog',
  group: 'non-disruptive',
  summary: 'A match makes the transaction relevant for the audit log. The default with `log`.',
  example: 'SecRule ARGS:debug "@eq 1" "id:100032,phase:2,pass,nolog,auditlog"',
  argument: 'none',
  notIn: [],
  apply(draft) {
    draft.auditLog = true;
  },
};
