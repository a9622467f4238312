import { lowerAscii } from '../../core/index.js';
import { compileMacro } from '../macro.js';
import { leadingNumber } from '../numbers.js';
import { MOST_SECONDS, recordKey } from '../records.js';
import { persistentReference } from './reference.js';
import { type ActionSpec, wholeNumber } from './spec.js';

export const expirevar: ActionSpec = {
  name: 'expirevar',
  group: 'non-disruptive',
  summary: 'A persistent variable vanishes after so many seconds. Set anew each time it is run.',
  example:
    'SecAction "id:100052,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},setvar:ip.seen=1,expirevar:ip.seen=60"',
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    const equals = argument.indexOf('=');
    const { collection, name } = persistentReference(argument.slice(0, Math.max(equals, 0)), 'expirevar');
    const seconds = compileMacro(argument.slice(equals + 1));
    if (seconds.isStatic) wholeNumber(seconds.source, 'the number of seconds', 0, MOST_SECONDS);
    draft.effects.push(inspection => {
      const key = recordKey(inspection, collection);
      if (key === null) return;
      const span = Math.min(Math.max(0, leadingNumber(seconds.expand(inspection))), MOST_SECONDS);
      inspection.environment.collections.expire(collection, key, lowerAscii(name.expand(inspection)), span);
    });
  },
};
