import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Control, type LocalSocket, openLocalSocket } from '../admin/index.js';
import type { StateConfig } from '../config/index.js';
import { Journal, readJournal, SharedState } from '../state/index.js';
import { VERSION } from './version.js';

/** Name of the journal in the state folder. */
const JOURNAL = 'state.jsonl';

/** What outlives the process: the journal of the shared state, and the socket that changes it. */
export interface Keeping {
  close(): Promise<void>;
}

/** Takes in what a journal holds. @returns the state */
export function recallState(folder: string | null, onDamage: (damaged: number) => void): SharedState {
  const state = new SharedState();
  if (folder === null) return state;
  const { operations, damaged } = readJournal(join(folder, JOURNAL));
  for (const operation of operations) state.apply(operation);
  if (damaged > 0) onDamage(damaged);
  return state;
}

/** The same for the start: what cannot be read is said and does not keep the gateway from starting. */
export function recallOrWarn(config: StateConfig, logger: Logger): SharedState {
  try {
    return recallState(config.folder, damaged =>
      logger.warn({ folder: config.folder, lines: damaged }, 'damaged lines of the journal were passed over'),
    );
  } catch (error) {
    logger.error({ err: error, folder: config.folder }, 'the state could not be read: nobody is banned');
    return new SharedState();
  }
}

/**
 * Writes the state down from here on, and opens the local socket. A folder that cannot be written (a read-only one) is said
 * and does not keep the gateway from starting: bans then end with the process.
 */
export async function keepState(
  state: SharedState,
  config: StateConfig,
  control: Control,
  logger: Logger,
): Promise<Keeping> {
  const closers: (() => Promise<void>)[] = [];
  const trying = async (what: string, step: () => Promise<() => Promise<void>>): Promise<void> => {
    try {
      closers.push(await step());
    } catch (error) {
      logger.warn({ err: error, ...config }, what);
    }
  };
  const { folder, socket } = config;
  if (folder !== null) {
    await trying('the state folder cannot be used: bans end with the process', async () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const journal = await Journal.open(
        join(folder, JOURNAL),
        () => state.snapshot(),
        error => logger.error({ err: error, folder }, 'the state could not be written'),
      );
      const end = state.onChange(operation => journal.append(operation));
      return async () => {
        end();
        await journal.close();
      };
    });
  }
  if (socket !== null) {
    await trying('there is no local socket: `sekisho ban`, `open` and `gate` will not work', async () => {
      const open: LocalSocket = await openLocalSocket(socket, control, VERSION);
      return () => open.close();
    });
  }
  return {
    async close() {
      for (const close of closers.reverse()) await close();
    },
  };
}
