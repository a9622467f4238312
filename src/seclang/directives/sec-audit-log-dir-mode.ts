import { elsewhere } from './make.js';

export const secAuditLogDirMode = elsewhere(
  'SecAuditLogDirMode',
  'the audit log is one file, `audit.file` in the YAML',
  '02750',
);
