import type { Logger } from 'pino';
import { statOf } from '../config/index.js';
import type { MessageBus } from '../core/index.js';
import type { InForce } from './in-force.js';
import { loadAside } from './load-aside.js';

/** Topic under which the worker that leads names lists that it has replaced. */
export const LIST = 'list';

/** Reads in one worker the lists that the one that leads has found to be new. @returns ends it */
export function followLists(inForce: InForce, bus: MessageBus, logger: Logger): () => void {
  const replace = async (name: string): Promise<void> => {
    const config = inForce.built.loaded.config.lists.find(list => list.name === name);
    if (config === undefined || 'cidrs' in config.source) return;
    const stat = statOf(config.source.file);
    await inForce.replaceList(config, await loadAside(name, config.source), stat);
  };
  return bus.onMessage(LIST, payload => {
    replace(String(payload)).catch((error: unknown) =>
      logger.error({ err: error, list: payload }, 'a list could not be read, the old one stays'),
    );
  });
}
