import { elsewhere } from './make.js';

export const secAuditLogStorageDir = elsewhere(
  'SecAuditLogStorageDir',
  'the audit log is one file, `audit.file` in the YAML',
  '/var/log/audit',
);
