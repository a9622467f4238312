import { SyntaxProblem } from '../words.js';
import { chosen, only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secAuditLogType: DirectiveSpec = {
  name: 'SecAuditLogType',
  summary:
    'How audit lines are kept: Serial, in one file. Concurrent is read with a warning: the log is one file all the same.',
  example: 'SecAuditLogType Serial',
  apply(directive, args, scope) {
    const type = chosen(directive, only(directive, args, 'Serial'), {
      Serial: 'serial',
      Concurrent: 'concurrent',
      Parallel: 'concurrent',
      HTTPS: 'https',
    });
    if (type === 'https') {
      throw new SyntaxProblem(
        args[0].place(),
        'SecAuditLogType HTTPS is not supported',
        'audit lines are not sent anywhere: write Serial, and ship the file with a log collector',
      );
    }
    if (type === 'concurrent') {
      scope.warning(
        directive,
        `SecAuditLogType ${args[0].text} has no effect here`,
        'the audit log is one file, `audit.file` in the YAML',
      );
    }
  },
};
