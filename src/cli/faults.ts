import type { Logger } from 'pino';

/** What nobody has caught is logged, and ends the process in an orderly way: who knows what it left behind. */
export function stopOnFaults(logger: Logger, stop: () => void): void {
  process.on('uncaughtException', error => {
    logger.fatal({ err: error }, 'uncaught exception, stopping');
    stop();
  });
  process.on('unhandledRejection', error => {
    logger.fatal({ err: error }, 'unhandled rejection, stopping');
    stop();
  });
}
