import type { Inspection } from './inspection.js';

/** Collections that outlive the transaction, once `initcol`, `setsid`, `setuid` or `setrsc` has opened them. */
export const PERSISTENT_COLLECTIONS = ['IP', 'GLOBAL', 'RESOURCE', 'SESSION', 'USER'] as const;
export type PersistentCollection = (typeof PERSISTENT_COLLECTIONS)[number];

/** Longest key of a persistent record: keys come from requests. */
const LONGEST_KEY = 256;
/** Longest time that rules may give a variable, about 31 years. */
export const MOST_SECONDS = 1_000_000_000;

const DEFAULT_APPLICATION = 'default';

/** @param name in any case @returns null when it is no persistent collection */
export function persistentCollection(name: string): PersistentCollection | null {
  const upper = name.toUpperCase();
  return PERSISTENT_COLLECTIONS.find(collection => collection === upper) ?? null;
}

/** Opens a record for the rest of the transaction. A longer key counts by its first 256 bytes. */
export function openRecord(inspection: Inspection, collection: PersistentCollection, key: string): void {
  inspection.opened.set(collection, key.slice(0, LONGEST_KEY));
}

/**
 * Under which key the store has the open record of a collection; applications (SecWebAppId) have records of their own.
 * @returns null when none is open
 */
export function recordKey(inspection: Inspection, collection: PersistentCollection): string | null {
  const key = inspection.opened.get(collection);
  if (key === undefined) return null;
  const { webAppId } = inspection.plan.settings;
  return webAppId === DEFAULT_APPLICATION ? key : `${webAppId}\n${key}`;
}
