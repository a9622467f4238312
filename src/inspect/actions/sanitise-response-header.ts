import { lowerAscii } from '../../core/index.js';
import { bothSpellings } from './sanitise.js';

export const sanitiseResponseHeader = bothSpellings('ResponseHeader', {
  summary: 'Masks a response header in the audit log.',
  example: 'SecAction "id:100083,phase:3,pass,nolog,sanitiseResponseHeader:X-Secret"',
  argument: 'required',
  apply(draft, argument) {
    const name = lowerAscii(argument);
    draft.effects.push(({ transaction }) => transaction.maskedFields.add(name));
  },
});
