import type { ActionSpec } from './spec.js';

export const LOGGING_ACTIONS: readonly ActionSpec[] = [
  {
    name: 'log',
    kind: 'metadata',
    summary: 'A match is logged.',
    example: 'SecRule ARGS:debug "@eq 1" "id:100030,phase:2,pass,log"',
    argument: 'none',
    apply(draft) {
      draft.log = true;
      draft.auditLog ??= true;
    },
  },
  {
    name: 'nolog',
    kind: 'metadata',
    summary: 'A match is logged nowhere.',
    example: 'SecAction "id:100031,phase:1,pass,nolog"',
    argument: 'none',
    apply(draft) {
      draft.log = false;
      draft.auditLog = false;
    },
  },
  {
    name: 'auditlog',
    kind: 'metadata',
    summary: 'A match makes the transaction relevant for the audit log.',
    example: 'SecRule ARGS:debug "@eq 1" "id:100032,phase:2,pass,nolog,auditlog"',
    argument: 'none',
    apply(draft) {
      draft.auditLog = true;
    },
  },
  {
    name: 'noauditlog',
    kind: 'metadata',
    summary: 'A match does not make the transaction relevant for the audit log.',
    example: 'SecRule ARGS:debug "@eq 1" "id:100033,phase:2,pass,log,noauditlog"',
    argument: 'none',
    apply(draft) {
      draft.auditLog = false;
    },
  },
];
