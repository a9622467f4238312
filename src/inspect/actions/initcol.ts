import { compileMacro } from '../macro.js';
import { openRecord, PERSISTENT_COLLECTIONS, persistentCollection } from '../records.js';
import { ActionError, type ActionSpec } from './spec.js';

export const initcol: ActionSpec = {
  name: 'initcol',
  group: 'non-disruptive',
  summary:
    'Opens a persistent collection (IP, GLOBAL, RESOURCE, SESSION, USER) under a key, for this transaction.',
  example: 'SecAction "id:100051,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"',
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    const equals = argument.indexOf('=');
    const collection = persistentCollection(argument.slice(0, Math.max(equals, 0)));
    if (collection === null || equals + 1 === argument.length) {
      throw new ActionError(
        `initcol:${argument}`,
        `write initcol:NAME=KEY with one of the collections ${PERSISTENT_COLLECTIONS.join(', ')}`,
      );
    }
    const key = compileMacro(argument.slice(equals + 1));
    draft.effects.push(inspection => openRecord(inspection, collection, key.expand(inspection)));
  },
};
