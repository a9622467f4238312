/** Step 9: ids, access log, audit log, metrics, and the program's own log. */
export type { AccessFormat } from './access.js';
export { auditLine } from './audit.js';
export { type AuditPolicy, type AuditWhich, isAudited, isRelevantStatus } from './audit-policy.js';
export { newRequestId } from './id.js';
export { createLogger, LOG_LEVELS, type LogLevel } from './logger.js';
export { DEFAULT_MASKED_NAMES } from './mask/names.js';
export { type Family, METRICS_CONTENT_TYPE, mergeFamilies, renderFamilies } from './metrics/family.js';
export type { GateState } from './metrics/gate.js';
export { type ListState, Metrics, type ReloadResult } from './metrics/metrics.js';
export type { UpstreamState } from './metrics/upstreams.js';
export { type WorkerNumbers, workerFamilies } from './metrics/workers.js';
export { Observer, type ObserverOptions } from './observer.js';
export type { SyslogTarget } from './syslog.js';
