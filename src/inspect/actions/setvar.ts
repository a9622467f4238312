import { lowerAscii } from '../../core/index.js';
import type { Macro } from '../contract.js';
import type { Inspection } from '../inspection.js';
import { compileMacro } from '../macro.js';
import { leadingNumber } from '../numbers.js';
import type { Effect, TxAssignment } from '../plan.js';
import { PERSISTENT_COLLECTIONS } from '../variables/persistent.js';
import { ActionError, type ActionSpec } from './spec.js';

/** Where setvar and its kin write: TX, or a persistent collection that is open. */
export interface VariableReference {
  readonly collection: string;
  readonly name: Macro;
}

/** Parses `tx.name` or `ip.name`; the name may hold macros. @throws ActionError */
export function variableReference(text: string): VariableReference {
  const dot = text.search(/[.:]/);
  const collection = dot < 0 ? '' : text.slice(0, dot).toUpperCase();
  const known = collection === 'TX' || (PERSISTENT_COLLECTIONS as readonly string[]).includes(collection);
  if (!known || dot + 1 >= text.length) {
    throw new ActionError(
      `the variable ${JSON.stringify(text)}`,
      `write tx.name, or ${PERSISTENT_COLLECTIONS.map(name => name.toLowerCase()).join('., ')}. and a name`,
    );
  }
  return { collection, name: compileMacro(text.slice(dot + 1)) };
}

/** Reads, writes or (with null) deletes a variable; does nothing on a persistent collection that is not open. */
export function writeVariable(
  inspection: Inspection,
  collection: string,
  name: string,
  value: string | null,
): void {
  if (collection === 'TX') {
    if (value === null) inspection.tx.delete(name);
    else inspection.tx.set(name, value);
    return;
  }
  const key = inspection.opened.get(collection);
  if (key === undefined) return;
  const { collections } = inspection.environment;
  if (value === null) collections.delete(collection, key, name);
  else collections.set(collection, key, name, value);
}

function compileSetvar(argument: string): Effect {
  if (argument.startsWith('!')) {
    const { collection, name } = variableReference(argument.slice(1));
    return telling(collection, { name, value: null, sign: 0 }, inspection =>
      writeVariable(inspection, collection, lowerAscii(name.expand(inspection)), null),
    );
  }
  const equals = argument.indexOf('=');
  const { collection, name } = variableReference(equals < 0 ? argument : argument.slice(0, equals));
  const text = equals < 0 ? '1' : argument.slice(equals + 1);
  const sign = text[0] === '+' ? 1 : text[0] === '-' ? -1 : 0;
  const value = compileMacro(sign === 0 ? text : text.slice(1));
  if (sign === 0) {
    return telling(collection, { name, value, sign }, inspection =>
      writeVariable(inspection, collection, lowerAscii(name.expand(inspection)), value.expand(inspection)),
    );
  }
  return telling(collection, { name, value, sign }, inspection => {
    const key = lowerAscii(name.expand(inspection));
    const before = leadingNumber(inspection.macroValue(collection, key) ?? '');
    const sum = before + sign * leadingNumber(value.expand(inspection));
    writeVariable(inspection, collection, key, String(sum));
  });
}

function telling(
  collection: string,
  assignment: TxAssignment,
  run: (inspection: Inspection) => void,
): Effect {
  return collection === 'TX' ? Object.assign(run, { assignment }) : run;
}

export const setvar: ActionSpec = {
  name: 'setvar',
  kind: 'effect',
  summary:
    'Sets (tx.a=1), adds to (tx.a=+1), takes from (tx.a=-1) or deletes (!tx.a) a variable. May hold macros.',
  example: `SecRule ARGS "@contains <script" "id:100040,phase:2,pass,setvar:'tx.inbound_anomaly_score=+5'"`,
  argument: 'required',
  apply(draft, argument) {
    draft.effects.push(compileSetvar(argument));
  },
};
