import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Config, LoadedConfig } from '../config/index.js';
import { VERSION } from '../gateway/version.js';
import { createLogger } from '../observe/index.js';
import {
  hasPassedSockets,
  openSockets,
  type SocketAddresses,
  Supervisor,
  workerCount,
} from '../supervise/index.js';
import { EXIT } from './exit-codes.js';
import { stopOnFaults } from './faults.js';

/** Longest drain after an uncaught exception, in milliseconds: the process is not to be trusted for long. */
const LAST_DRAIN = 5_000;

/** What runs: one gateway in this process, or a supervisor with its workers. */
interface Service {
  /** What the line `ready` tells. */
  readonly about: Readonly<Record<string, unknown>>;
  reload(): unknown;
  reopenLogs(): void;
  /** @param deadline milliseconds; null: the default */
  stop(deadline: number | null): Promise<void>;
}

/**
 * Runs the gateway in the foreground. Prints one JSON log line with msg `ready` when every listener of every worker accepts.
 * SIGTERM and SIGINT drain and exit 0, SIGHUP reloads, SIGUSR1 opens log files anew.
 * @param onReady called when every listener accepts
 * @returns when the gateway has stopped
 * @throws ProblemsError, or an Error of the system when an address cannot be listened on
 */
export async function run(configFile: string, onReady: () => void = () => {}): Promise<number> {
  let service: Service | null = null;
  let stop: (status: number) => void = () => {};
  const stopped = new Promise<number>(resolve => {
    stop = resolve;
  });
  // First of all: without a listener SIGHUP would end the process and SIGUSR1 would open Node's inspector.
  process.on('SIGTERM', () => stop(EXIT.ok));
  process.on('SIGINT', () => stop(EXIT.ok));
  process.on('SIGHUP', () => void service?.reload());
  process.on('SIGUSR1', () => service?.reopenLogs());
  process.on('SIGUSR2', () => {});

  const loaded = await read(configFile);
  const logger = createLogger(loaded.config.log.level);
  stopOnFaults(logger, () => stop(EXIT.internal));
  const count = workerCount(loaded.config.workers);
  service = count === 1 ? await alone(loaded, logger) : await supervised(loaded, count, logger);
  logger.info(service.about, 'ready');
  onReady();
  const status = await stopped;
  logger.info('draining');
  await service.stop(status === EXIT.ok ? null : LAST_DRAIN);
  logger.info('stopped');
  return status;
}

/**
 * Reads the configuration without loading the rule engine, which a supervisor has no use for. Only when something is wrong is
 * the rest of the program loaded, to find the mistakes in rules and lists as well.
 */
async function read(configFile: string): Promise<LoadedConfig> {
  const { ConfigError, loadConfig } = await import('../config/index.js');
  try {
    return loadConfig(configFile, { skipFolder: true });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return (await import('../gateway/index.js')).readConfig(configFile);
  }
}

async function alone(first: LoadedConfig, logger: Logger): Promise<Service> {
  const { createSiteMemory, Gateway, readConfig } = await import('../gateway/index.js');
  const memory = createSiteMemory(true, () => logger);
  const loaded = first.isPartial ? readConfig(first.config.file, { sites: memory }) : first;
  const sockets = hasPassedSockets() ? openSockets(addressesOf(loaded.config)) : null;
  const gateway = await Gateway.start(loaded, logger, { sockets, sites: memory });
  const { sites, plan } = gateway.running;
  return {
    about: {
      listen: gateway.addresses,
      admin: gateway.adminAddresses,
      sites: sites.length,
      rules: plan.rulesById.size,
      workers: 1,
    },
    reload: () => gateway.reload(),
    reopenLogs: () => gateway.reopenLogs(),
    stop: deadline => gateway.close(deadline ?? undefined),
  };
}

/** What is bound, by what it is for. */
function addressesOf({ listen, streams }: Config): SocketAddresses {
  return { http: listen.http, https: listen.https, stream: streams.flatMap(stream => stream.listen) };
}

async function supervised(loaded: LoadedConfig, count: number, logger: Logger): Promise<Service> {
  const { config } = loaded;
  const supervisor = await Supervisor.start({
    config,
    count,
    // `.ts` in development, `.js` once built.
    program: fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url)),
    sockets: openSockets(addressesOf(config)),
    logger,
    version: VERSION,
  });
  const { sites, rules } = supervisor.counts;
  return {
    about: {
      listen: supervisor.addresses,
      admin: supervisor.adminAddresses,
      sites,
      rules,
      workers: count,
    },
    reload: () => supervisor.reload(),
    reopenLogs: () => supervisor.reopenLogs(),
    stop: deadline => supervisor.stop(deadline),
  };
}
