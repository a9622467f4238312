import type { Verdict } from '../core/index.js';
import type { Caller } from './caller.js';

/**
 * What was decided while the program runs and no configuration says: break-glass and bans. Asked at every check, so it
 * answers from this process's memory, at once and without throwing.
 */
export interface Standing {
  /** Whether break-glass lets the caller into the site, past every check. @param site name, or null for every site */
  isOpen(caller: Caller, site: string): boolean;
  /** The refusal of a banned caller, or null. */
  banOf(caller: Caller, site: string): Verdict | null;
  /** Why, for people; null when neither holds. */
  describe(caller: Caller, site: string): string | null;
}

/** Nobody is banned, and no glass is broken. */
export const NO_STANDING: Standing = {
  isOpen: () => false,
  banOf: () => null,
  describe: () => null,
};
