import type { RecordFacts } from '../environment.js';
import type { Inspection } from '../inspection.js';
import { type PersistentCollection, recordKey } from '../records.js';

const seconds = (milliseconds: number): string => String(Math.floor(milliseconds / 1000));

/** Writes per minute since the record was created; a record younger than a minute counts as one. */
function updateRate({ createdAt, updatedAt, updates }: RecordFacts): string {
  return String(Math.floor(updates / Math.max(1, (updatedAt - createdAt) / 60_000)));
}

/**
 * A built-in variable of an open record (section Persistent Storage of the manual), or null when the name is none.
 * A record that this transaction has made, or will make, is new. Times are seconds since the epoch.
 */
export function recordVariable(
  inspection: Inspection,
  collection: PersistentCollection,
  lowerName: string,
): string | null {
  const key = recordKey(inspection, collection);
  if (key === null) return null;
  if (lowerName === 'key') return inspection.opened.get(collection) ?? null;
  const facts = inspection.environment.collections.describe(collection, key);
  const isNew = facts === null || facts.createdAt >= inspection.transaction.startedAt;
  if (lowerName === 'is_new') return isNew ? '1' : '0';
  if (facts === null) return null;
  switch (lowerName) {
    case 'create_time':
      return seconds(facts.createdAt);
    case 'last_update_time':
      return seconds(facts.updatedAt);
    case 'timeout':
      return String(facts.timeout);
    case 'update_counter':
      return String(facts.updates);
    case 'update_rate':
      return updateRate(facts);
    default:
      return null;
  }
}
