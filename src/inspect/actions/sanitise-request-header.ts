import { lowerAscii } from '../../core/index.js';
import { bothSpellings } from './sanitise.js';

export const sanitiseRequestHeader = bothSpellings('RequestHeader', {
  summary: 'Masks a request header in the logs.',
  example: 'SecAction "id:100081,phase:1,pass,nolog,sanitiseRequestHeader:X-Secret"',
  argument: 'required',
  apply(draft, argument) {
    const name = lowerAscii(argument);
    draft.effects.push(({ transaction }) => transaction.maskedFields.add(name));
  },
});
