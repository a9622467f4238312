import pino, { type Logger } from 'pino';

/** Levels of the program's own log, from most to least. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Most bytes of the program log that wait for standard output; what is beyond is lost, traffic never waits. */
const MAX_WAITING = 1024 * 1024;

/**
 * The program's own log: JSON lines on standard output (`level` as pino's number, `time` in milliseconds since the
 * epoch), written in the background and flushed when the process ends.
 */
export function createLogger(level: LogLevel): Logger {
  const destination = pino.destination({ dest: 1, sync: false, maxLength: MAX_WAITING });
  return pino({ level, base: { pid: process.pid } }, destination);
}
