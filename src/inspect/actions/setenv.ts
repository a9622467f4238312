import { lowerAscii } from '../../core/index.js';
import { compileMacro } from '../macro.js';
import { ActionError, type ActionSpec } from './spec.js';

export const setenv: ActionSpec = {
  name: 'setenv',
  group: 'non-disruptive',
  summary:
    'Sets (name=value), or with ! removes, a variable of the ENV collection for this transaction. May hold macros.',
  example: 'SecAction "id:100053,phase:1,pass,nolog,setenv:checked=1"',
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    if (argument.startsWith('!')) {
      const gone = lowerAscii(argument.slice(1));
      draft.effects.push(inspection => {
        inspection.env.delete(gone);
      });
      return;
    }
    const equals = argument.indexOf('=');
    const name = lowerAscii(equals < 0 ? argument : argument.slice(0, equals));
    if (name === '') throw new ActionError(`setenv:${argument}`, 'write setenv:name=value');
    const value = compileMacro(equals < 0 ? '1' : argument.slice(equals + 1));
    draft.effects.push(inspection => {
      inspection.env.set(name, value.expand(inspection));
    });
  },
};
