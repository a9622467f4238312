import { compileMacro } from '../macro.js';
import type { PersistentCollection } from '../records.js';
import { openRecord } from '../records.js';
import type { ActionSpec } from './spec.js';

/** An action that opens one persistent collection under a key. */
export function opener(
  name: string,
  collection: PersistentCollection,
  summary: string,
  example: string,
): ActionSpec {
  return {
    name,
    group: 'non-disruptive',
    summary,
    example,
    argument: 'required',
    notIn: [],
    apply(draft, argument) {
      const key = compileMacro(argument);
      draft.effects.push(inspection => openRecord(inspection, collection, key.expand(inspection)));
    },
  };
}
