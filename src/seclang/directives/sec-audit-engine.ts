import { choice } from './make.js';

export const secAuditEngine = choice<'all' | 'relevant' | 'off'>(
  'SecAuditEngine',
  'Which transactions get an audit line: On all, RelevantOnly those worth a look, Off none. `audit.which` in the YAML wins.',
  { RelevantOnly: 'relevant', On: 'all', Off: 'off' },
  (scope, value) => {
    scope.settings.auditEngine = value;
  },
);
