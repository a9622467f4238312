import { type ActionSpec, wholeNumber } from './spec.js';

export const skip: ActionSpec = {
  name: 'skip',
  group: 'flow',
  summary: 'On a match, passes over so many rules (or chains) of this phase.',
  example: 'SecRule TX:trusted "@eq 1" "id:100021,phase:2,pass,nolog,skip:2"',
  argument: 'required',
  notIn: ['chained', 'default'],
  apply(draft, argument) {
    draft.skip = wholeNumber(argument, 'the number of rules to skip', 1, 1_000_000);
  },
};
