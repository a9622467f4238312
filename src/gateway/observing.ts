import type { Logger } from 'pino';
import type { Config } from '../config/index.js';
import { Observer } from '../observe/index.js';
import type { RunningAudit } from './audit.js';
import type { Running } from './running.js';
import { VERSION } from './version.js';

/**
 * The logs and metrics of a gateway; where they are written changes with a restart only.
 * @param policy what the audit log shows, of the configuration that is in force then
 */
export function newObserver(
  { log, audit: { mask } }: Config,
  { audit }: Running,
  policy: () => RunningAudit['policy'],
  logger: Logger,
): Observer {
  return new Observer({
    access: { destination: log.access, format: log.format },
    audit: { destination: audit.file, which: audit.policy.which, mode: audit.mode ?? undefined, policy },
    mask,
    version: VERSION,
    logger,
  });
}
