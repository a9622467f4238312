import { elsewhere } from './make.js';

export const secAuditLogDirMode = elsewhere('SecAuditLogDirMode', 'the audit log is one file', '02750');
