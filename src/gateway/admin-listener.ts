import { type AdminServer, type Control, type Readiness, startAdmin } from '../admin/index.js';
import type { Listeners } from '../listen/index.js';
import {
  type Family,
  METRICS_CONTENT_TYPE,
  type Observer,
  renderFamilies,
  workerFamilies,
} from '../observe/index.js';
import type { PipelineParts } from '../pipeline.js';
import { adminAdmits } from './admin-gate.js';
import { VERSION } from './version.js';

/** What a worker has instead: its supervisor speaks for it. */
export const NO_ADMIN: AdminServer = { addresses: [], close: async () => {} };

/** All numbers of this process. */
export function metricsOf(observer: Observer, listeners: Listeners): Promise<Family[]> {
  observer.metrics.setConnections(listeners.connections);
  return observer.metrics.snapshot();
}

/** Opens the admin listener of a gateway that is alone. @throws Error when an address cannot be listened on */
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
      const families = await metricsOf(observer, listeners);
      const workers = workerFamilies({ wanted: 1, ready: 1, deaths: 0 }, [{ slot: 0, families }]);
      return renderFamilies([...families, ...workers]);
    },
    metricsContentType: METRICS_CONTENT_TYPE,
    readiness: () => readiness.reasons(),
    warnings: () => readiness.warnings(),
    onError: error => logger.error({ err: error }, 'metrics could not be made'),
  });
}
