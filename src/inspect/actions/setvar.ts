import { lowerAscii } from '../../core/index.js';
import type { Inspection } from '../inspection.js';
import { compileMacro } from '../macro.js';
import { leadingNumber } from '../numbers.js';
import type { Effect, TxAssignment } from '../plan.js';
import { recordKey } from '../records.js';
import { type VariableReference, variableReference } from './reference.js';
import type { ActionSpec } from './spec.js';

/** Writes or (with null) deletes a variable; does nothing on a persistent collection that is not open. */
function writeVariable(
  inspection: Inspection,
  collection: VariableReference['collection'],
  name: string,
  value: string | null,
): void {
  if (collection === 'TX') {
    if (value === null) inspection.tx.delete(name);
    else inspection.tx.set(name, value);
    return;
  }
  const key = recordKey(inspection, collection);
  if (key === null) return;
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
  const fixedKey = name.isStatic ? lowerAscii(name.source) : null;
  if (sign === 0) {
    return telling(collection, { name, value, sign }, inspection => {
      const key = fixedKey ?? lowerAscii(name.expand(inspection));
      writeVariable(inspection, collection, key, value.expand(inspection));
    });
  }
  const fixedStep = value.isStatic ? leadingNumber(value.source) : null;
  return telling(collection, { name, value, sign }, inspection => {
    const key = fixedKey ?? lowerAscii(name.expand(inspection));
    const before = leadingNumber(inspection.macroValue(collection, key) ?? '');
    const sum = before + sign * (fixedStep ?? leadingNumber(value.expand(inspection)));
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
  group: 'non-disruptive',
  summary:
    'Sets (tx.a=1), adds to (tx.a=+1), takes from (tx.a=-1) or deletes (!tx.a) a variable of TX or of an open persistent ' +
    'collection. May hold macros.',
  example: `SecRule ARGS "@contains <script" "id:100040,phase:2,pass,setvar:'tx.inbound_anomaly_score=+5'"`,
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    draft.effects.push(compileSetvar(argument));
  },
};
