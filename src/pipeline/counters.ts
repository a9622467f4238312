import type { AddressCounters } from '../gateway/offences.js';
import { type Inspection, recordKey } from '../inspect/index.js';

/** What rules have counted by address (`setvar:ip.NAME=+1`), in the record that `initcol:ip=…` opened. */
export function countersOf(inspection: Inspection): AddressCounters {
  const { collections } = inspection.environment;
  return {
    value(name) {
      const key = recordKey(inspection, 'IP');
      const text = key === null ? null : collections.get('IP', key, name);
      return text === null ? 0 : Number.parseInt(text, 10) || 0;
    },
    clear(name) {
      const key = recordKey(inspection, 'IP');
      if (key !== null) collections.delete('IP', key, name);
    },
  };
}
