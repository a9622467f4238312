import { lowerAscii } from '../../core/index.js';
import { recordKey } from '../records.js';
import { persistentReference } from './reference.js';
import { ActionError, type ActionSpec } from './spec.js';

export const deprecatevar: ActionSpec = {
  name: 'deprecatevar',
  group: 'non-disruptive',
  summary:
    'Lets a persistent counter sink by an amount for every so many seconds that passed, never below zero. Run it on every request.',
  example: 'SecAction "id:100056,phase:5,pass,nolog,deprecatevar:session.score=60/300"',
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    const form = /^([^=]+)=(\d{1,9})\/(\d{1,9})$/.exec(argument);
    if (form === null || Number(form[2]) === 0 || Number(form[3]) === 0) {
      throw new ActionError(`deprecatevar:${argument}`, 'write deprecatevar:session.score=AMOUNT/SECONDS');
    }
    const { collection, name } = persistentReference(form[1], 'deprecatevar');
    const amount = Number(form[2]);
    const seconds = Number(form[3]);
    draft.effects.push(inspection => {
      const key = recordKey(inspection, collection);
      if (key === null) return;
      const variable = lowerAscii(name.expand(inspection));
      inspection.environment.collections.deprecate(collection, key, variable, amount, seconds);
    });
  },
};
