import { Gateway, readConfig } from '../gateway/index.js';
import { createLogger } from '../observe/index.js';
import { EXIT } from './exit-codes.js';

/** Longest drain after an uncaught exception, in milliseconds: the process is not to be trusted for long. */
const LAST_DRAIN = 5_000;

/**
 * Runs the gateway in the foreground. Prints one JSON log line with msg `ready` when every listener accepts.
 * SIGTERM and SIGINT drain and exit 0, SIGHUP reloads, SIGUSR1 opens log files anew.
 * @param onReady called when every listener accepts
 * @returns when the gateway has stopped
 * @throws ProblemsError, or an Error of the system when an address cannot be listened on
 */
export async function run(configFile: string, onReady: () => void = () => {}): Promise<number> {
  let gateway: Gateway | null = null;
  let stop: (status: number) => void = () => {};
  const stopped = new Promise<number>(resolve => {
    stop = resolve;
  });
  // First of all: without a listener SIGHUP would end the process and SIGUSR1 would open Node's inspector.
  process.on('SIGTERM', () => stop(EXIT.ok));
  process.on('SIGINT', () => stop(EXIT.ok));
  process.on('SIGHUP', () => gateway?.reload());
  process.on('SIGUSR1', () => gateway?.reopenLogs());
  process.on('SIGUSR2', () => {});

  const loaded = readConfig(configFile);
  const logger = createLogger(loaded.config.log.level);
  process.on('uncaughtException', error => {
    logger.fatal({ err: error }, 'uncaught exception, stopping');
    stop(EXIT.internal);
  });
  process.on('unhandledRejection', error => {
    logger.fatal({ err: error }, 'unhandled rejection, stopping');
    stop(EXIT.internal);
  });

  gateway = await Gateway.start(loaded, logger);
  const { plan, sites } = gateway.running;
  logger.info(
    {
      listen: gateway.addresses,
      admin: gateway.adminAddresses,
      sites: sites.length,
      rules: plan.rulesById.size,
    },
    'ready',
  );
  onReady();
  const status = await stopped;
  logger.info('draining');
  await gateway.close(status === EXIT.ok ? undefined : LAST_DRAIN);
  logger.info('stopped');
  return status;
}
