import { SyntaxProblem } from '../words.js';
import { only } from './make.js';
import type { DirectiveSpec } from './spec.js';

export const secAuditLog: DirectiveSpec = {
  name: 'SecAuditLog',
  summary: 'The audit log file, JSON lines. `audit.file` in the YAML wins.',
  example: 'SecAuditLog /var/log/sekisho/audit.jsonl',
  apply(directive, args, scope) {
    const word = only(directive, args, 'FILE');
    if (/^https?:/i.test(word.text)) {
      throw new SyntaxProblem(
        word.place(),
        `SecAuditLog ${word.text}`,
        'audit lines are not sent anywhere: name a file, and ship it with a log collector',
      );
    }
    scope.settings.auditLog = { file: scope.resolve(word), place: word.place() };
  },
};
