import './signals.js';
import { createSiteMemory, Gateway, readConfig } from '../gateway/index.js';
import { createLogger } from '../observe/index.js';
import { WorkerSide } from '../supervise/index.js';
import { EXIT } from './exit-codes.js';
import { stopOnFaults } from './faults.js';

/*
 * A worker process: a gateway that its supervisor starts, reloads and stops. SIGTERM drains it alone, and the supervisor
 * replaces it; SIGINT and SIGHUP are the supervisor's business, although a terminal sends them to every process.
 */

/** Longest drain after an uncaught exception, in milliseconds. */
const LAST_DRAIN = 5_000;

let gateway: Gateway | null = null;
let ending = false;

function end(status: number, deadline: number | null): void {
  if (ending) return;
  ending = true;
  process.exitCode = status;
  Promise.resolve(gateway?.close(deadline ?? undefined)).finally(() => {
    if (process.connected) process.disconnect();
    // What still waits for standard output is written; a pool that is idle must not keep the process.
    setTimeout(() => process.exit(), 500).unref();
  });
}

process.on('SIGTERM', () => end(EXIT.ok, null));
process.on('SIGINT', () => {});
process.on('SIGUSR1', () => gateway?.reopenLogs());

const side: WorkerSide = new WorkerSide({
  async start({ configFile, slot }, sockets, place) {
    let told: ReturnType<typeof createLogger> | null = null;
    const memory = createSiteMemory(place.leads, () => told);
    const loaded = readConfig(configFile, { sites: memory });
    const logger = createLogger(loaded.config.log.level);
    told = logger;
    stopOnFaults(logger.child({ worker: slot }), () => end(EXIT.internal, LAST_DRAIN));
    gateway = await Gateway.start(loaded, logger, { place, sockets, admin: false, sites: memory });
    const { readiness } = gateway;
    readiness.onChange = () => {
      // A worker that ends alone is no reason to send this machine nothing more.
      if (!ending) side.stand(readiness.reasons(), readiness.warnings());
    };
    readiness.onChange();
    const { sites, plan } = gateway.running;
    return {
      listen: gateway.addresses,
      sites: sites.length,
      rules: plan.rulesById.size,
      fingerprint: gateway.running.fingerprint,
    };
  },
  reload: async () => {
    const ok = (await gateway?.reload()) ?? false;
    return { ok, fingerprint: gateway?.running.fingerprint ?? '' };
  },
  reopenLogs: () => gateway?.reopenLogs(),
  admits: (address, url) => ({
    admits: gateway?.adminAdmits(address, url) ?? false,
    isGated: gateway === null || gateway.running.adminGate !== null,
  }),
  token: () => gateway?.running.config.admin.token ?? null,
  control: () => gateway?.control ?? null,
  metrics: async () => (await gateway?.metrics()) ?? [],
  drain: deadline => end(EXIT.ok, deadline),
});
