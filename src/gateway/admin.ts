import { type AdminServer, type Control, type Readiness, startAdmin } from '../admin/index.js';
import type { Listeners } from '../listen/index.js';
import { METRICS_CONTENT_TYPE, renderFamilies } from '../observe/index.js';
import type { PipelineParts } from '../pipeline.js';
import { adminAdmits } from './admin-gate.js';
import { VERSION } from './version.js';

/** Starts the admin listeners of a gateway. @throws Error when an address cannot be listened on */
export function openAdmin(
  parts: PipelineParts,
  control: Control,
  readiness: Readiness,
  listeners: Listeners,
): Promise<AdminServer> {
  const { observer, logger } = parts;
  return startAdmin({
    listen: parts.running.config.listen.admin,
    admits: (address, url) => adminAdmits(parts.running, address, url),
    api: { control, token: () => parts.running.config.admin.token, version: VERSION },
    metrics: async () => {
      observer.metrics.setConnections(listeners.connections);
      return renderFamilies(await observer.metrics.snapshot());
    },
    metricsContentType: METRICS_CONTENT_TYPE,
    readiness: () => readiness.reasons(),
    onError: error => logger.error({ err: error }, 'metrics could not be made'),
  });
}
