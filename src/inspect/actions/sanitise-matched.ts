import { lowerAscii } from '../../core/index.js';
import { bothSpellings } from './sanitise.js';

export const sanitiseMatched = bothSpellings('Matched', {
  summary:
    'Masks what this rule matched in the logs: the argument, cookie or header, wherever its name stands.',
  example: 'SecRule ARGS "@rx ^\\d{16}$" "id:100082,phase:2,pass,log,sanitiseMatched"',
  argument: 'none',
  apply(draft) {
    draft.effects.push(({ transaction, matchedName }) => {
      const colon = matchedName.indexOf(':');
      if (colon >= 0) transaction.maskedFields.add(lowerAscii(matchedName.slice(colon + 1)));
    });
  },
});
