import { elsewhere } from './make.js';

export const secAuditLogStorageDir = elsewhere(
  'SecAuditLogStorageDir',
  'the audit log is one file',
  '/var/log/audit',
);
