import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { type PersistentCollection, recordKey } from '../records.js';
import { Value } from '../value.js';
import { collection } from './make.js';
import { recordVariable } from './record-facts.js';
import type { VariableSpec } from './spec.js';

/** @param owner whose variables they are, and how the record is opened */
export function persistent(name: PersistentCollection, owner: string): VariableSpec {
  return collection(
    name,
    'always-changing',
    `Variables of ${owner}, kept across transactions. Built in: CREATE_TIME, IS_NEW, KEY, LAST_UPDATE_TIME, ` +
      'TIMEOUT, UPDATE_COUNTER, UPDATE_RATE.',
    inspection => {
      const key = recordKey(inspection, name);
      if (key === null) return [];
      const values = inspection.environment.collections.entries(name, key);
      return Array.from(values, ([variable, value]) => new Entry(name, variable, new Value(value)));
    },
    (inspection: Inspection, lowerKey: string) => {
      const key = recordKey(inspection, name);
      if (key === null) return [];
      const value =
        inspection.environment.collections.get(name, key, lowerKey) ??
        recordVariable(inspection, name, lowerKey);
      return value === null ? [] : [new Entry(name, lowerKey, new Value(value))];
    },
  );
}
