import { chosen, only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secAuditLogFormat: DirectiveSpec = {
  name: 'SecAuditLogFormat',
  summary:
    'The format of the audit log: JSON. Native is read with a warning: the log is JSON lines all the same.',
  example: 'SecAuditLogFormat JSON',
  apply(directive, args, scope) {
    const format = chosen(directive, only(directive, args, 'JSON'), { JSON: 'json', Native: 'native' });
    if (format === 'native') {
      scope.warning(directive, 'SecAuditLogFormat Native has no effect here', 'the audit log is JSON lines');
    }
  },
};
