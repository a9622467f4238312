import { Entry } from '../entry.js';
import type { Inspection } from '../inspection.js';
import { Value } from '../value.js';
import { collection, scalar } from './make.js';
import type { VariableSpec } from './spec.js';

/** Collections that outlive the transaction, once `initcol`, `setsid` or `setuid` has opened them. */
export const PERSISTENT_COLLECTIONS = ['IP', 'GLOBAL', 'RESOURCE', 'SESSION', 'USER'] as const;

function persistent(name: string): VariableSpec {
  return collection(
    name,
    'always-changing',
    `The ${name} collection of this ${name === 'IP' ? 'client' : name.toLowerCase()}, kept across transactions.`,
    inspection => {
      const key = inspection.opened.get(name);
      if (key === undefined) return [];
      const values = inspection.environment.collections.entries(name, key);
      return Array.from(values, ([variable, value]) => new Entry(name, variable, new Value(value)));
    },
    (inspection: Inspection, lowerKey: string) => {
      const key = inspection.opened.get(name);
      const value = key === undefined ? null : inspection.environment.collections.get(name, key, lowerKey);
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
