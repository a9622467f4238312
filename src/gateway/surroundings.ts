import { KeyedHash } from '../core/index.js';
import { type Meters, NO_STANDING, RateTable, type Standing } from '../gate/index.js';

/** What the gates of all sites share, through reloads: bans and break-glass, and the buckets of rates. */
export interface GateSurroundings {
  readonly standing: Standing;
  readonly meters: Meters;
}

/**
 * @param standing default: nobody is banned, nothing is open
 * @param key of the hash that finds buckets; the same in workers that share them. Default: random
 */
export function newSurroundings(standing: Standing = NO_STANDING, key?: Buffer): GateSurroundings {
  return { standing, meters: { table: new RateTable(), hash: new KeyedHash(key) } };
}
