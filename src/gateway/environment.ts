import { hostname } from 'node:os';
import { parseAddress } from '../client/index.js';
import type { Environment } from '../inspect/index.js';
import { MemoryCollections } from '../state/index.js';
import type { Running } from './running.js';

/**
 * What rules may ask of the program around them.
 * @param running the configuration in force at the time of asking
 * @param collectionTimeout seconds, or what says so at every write
 * @param mostRecords of persistent collections
 * @param isBounded true holds each request to its share of the processor (`limits.inspectionTime`): for visitors, not for tools
 */
export function createEnvironment(
  running: () => Running,
  collectionTimeout: number | (() => number),
  mostRecords?: number,
  isBounded = false,
): Environment {
  return {
    countryOf(ip) {
      const address = parseAddress(ip);
      return address === null ? null : running().geo.lookup(address);
    },
    collections: new MemoryCollections(collectionTimeout, Date.now, mostRecords),
    get timeAllowance() {
      if (!isBounded) return null;
      const { inspectionTime, inspectionTimePerMebibyte } = running().config.limits;
      return { fixed: inspectionTime, perMebibyte: inspectionTimePerMebibyte };
    },
    serverName: hostname(),
  };
}
