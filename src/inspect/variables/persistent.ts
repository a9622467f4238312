import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { PERSISTENT_COLLECTIONS, type PersistentCollection, recordKey } from '../records.js';
import { Value } from '../value.js';
import { collection, scalar } from './make.js';
import { recordVariable } from './record-facts.js';
import type { VariableSpec } from './spec.js';

const OWNERS: Readonly<Record<PersistentCollection, string>> = {
  IP: 'this client address, opened with initcol',
  GLOBAL: 'the whole application, opened with initcol',
  RESOURCE: 'this resource, opened with initcol or setrsc',
  SESSION: 'this session, opened with setsid or initcol',
  USER: 'this user, opened with setuid or initcol',
};

function persistent(name: PersistentCollection): VariableSpec {
  return collection(
    name,
    'always-changing',
    `Variables of ${OWNERS[name]}, kept across transactions. Built in: CREATE_TIME, IS_NEW, KEY, LAST_UPDATE_TIME, ` +
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

export const PERSISTENT_VARIABLES = [
  ...PERSISTENT_COLLECTIONS.map(persistent),
  scalar(
    'SESSIONID',
    'always-changing',
    'What setsid was given.',
    ({ opened }) => opened.get('SESSION') ?? null,
  ),
  scalar('USERID', 'always-changing', 'What setuid was given.', ({ opened }) => opened.get('USER') ?? null),
  collection(
    'ENV',
    'always-changing',
    'Variables set with setenv in this transaction; the process environment is not shown to rules.',
    ({ env }) => Array.from(env, ([name, value]) => new Entry('ENV', name, new Value(value))),
  ),
];
