import { elsewhere } from './make.js';

export const secAuditLog2 = elsewhere('SecAuditLog2', 'the audit log is one file', '/var/log/audit2.log');
