import type { Logger } from 'pino';
import type { Config } from '../config/index.js';
import { Observer } from '../observe/index.js';
import type { Running } from './running.js';
import { VERSION } from './version.js';

/** Opens the logs. @param running what is in force, asked at every request @throws Error of `fs` */
export function createObserver(config: Config, running: () => Running, logger: Logger): Observer {
  const { audit } = running();
  return new Observer({
    access: { destination: config.log.access, format: config.log.format },
    audit: {
      destination: audit.file,
      syslog: audit.syslog,
      which: audit.policy.which,
      mode: audit.mode ?? undefined,
      policy: () => running().audit.policy,
    },
    mask: config.audit.mask,
    version: VERSION,
    logger,
  });
}
