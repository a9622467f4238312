import type { Logger } from 'pino';
import { SiteJournal, SiteMemory } from '../config/index.js';
import { VERSION } from './version.js';

/**
 * A memory of the sites of a folder, which outlives the process where there is a state folder.
 * @param leads true in the one process of this machine that writes it
 * @param logger told when it cannot be written; null: nobody is
 */
export function createSiteMemory(leads: boolean, logger: () => Logger | null): SiteMemory {
  return new SiteMemory(folder => {
    const tell = (error: Error): void =>
      logger()?.error(
        { err: error, folder },
        'the state folder cannot be written: sites have no last good version after a restart',
      );
    try {
      return new SiteJournal(folder, VERSION, leads, tell);
    } catch (error) {
      tell(error as Error);
      return null;
    }
  });
}
