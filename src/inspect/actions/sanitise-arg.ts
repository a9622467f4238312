import { lowerAscii } from '../../core/index.js';
import { bothSpellings } from './sanitise.js';

export const sanitiseArg = bothSpellings('Arg', {
  summary: 'Masks an argument in the logs.',
  example: 'SecAction "id:100080,phase:1,pass,nolog,sanitiseArg:password"',
  argument: 'required',
  apply(draft, argument) {
    const name = lowerAscii(argument);
    draft.effects.push(({ transaction }) => transaction.maskedFields.add(name));
  },
});
