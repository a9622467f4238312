import { octalMode, only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secAuditLogFileMode: DirectiveSpec = {
  name: 'SecAuditLogFileMode',
  summary: 'Permissions of the audit log file when it is made, in octal, or `default` (0640).',
  example: 'SecAuditLogFileMode 0600',
  apply(directive, args, scope) {
    scope.settings.auditLogFileMode = octalMode(only(directive, args, 'MODE'));
  },
};
