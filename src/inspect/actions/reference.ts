import type { Macro } from '../contract.js';
import { compileMacro } from '../macro.js';
import { PERSISTENT_COLLECTIONS, type PersistentCollection, persistentCollection } from '../records.js';
import { ActionError } from './spec.js';

/** Where setvar and its kin write: TX, or a persistent collection. */
export interface VariableReference<Collection extends string = 'TX' | PersistentCollection> {
  readonly collection: Collection;
  readonly name: Macro;
}

const NAMES = PERSISTENT_COLLECTIONS.map(name => `${name.toLowerCase()}.`).join(', ');

/** Parses `tx.name` or `ip.name`; the name may hold macros. @throws ActionError */
export function variableReference(text: string): VariableReference {
  const [before, name] = split(text);
  const collection = before.toUpperCase() === 'TX' ? 'TX' : persistentCollection(before);
  if (collection === null || name === '') {
    throw new ActionError(
      `the variable ${JSON.stringify(text)}`,
      `write tx.name, or one of ${NAMES} and a name`,
    );
  }
  return { collection, name: compileMacro(name) };
}

/**
 * The same for actions that make sense on persistent collections only.
 * @param action its name, for the message
 * @throws ActionError
 */
export function persistentReference(text: string, action: string): VariableReference<PersistentCollection> {
  const [before, name] = split(text);
  const collection = persistentCollection(before);
  if (collection === null || name === '') {
    throw new ActionError(
      `the variable ${JSON.stringify(text)}`,
      `${action} is for persistent collections: write one of ${NAMES} and a name`,
    );
  }
  return { collection, name: compileMacro(name) };
}

function split(text: string): [collection: string, name: string] {
  const dot = text.search(/[.:]/);
  return dot < 0 ? ['', ''] : [text.slice(0, dot), text.slice(dot + 1)];
}
