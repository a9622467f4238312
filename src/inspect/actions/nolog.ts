import type { ActionSpec } from './spec.js';

export const nolog: ActionSpec = {
  name: 'nolog',
  group: 'non-disruptive',
  summary: 'A match is logged nowhere (`nolog,auditlog`: in the audit log only).',
  example: 'SecAction "id:100031,phase:1,pass,nolog"',
  argument: 'none',
  notIn: [],
  apply(draft) {
    draft.log = false;
    draft.auditLog = false;
  },
};
