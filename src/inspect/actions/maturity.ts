import { type ActionSpec, wholeNumber } from './spec.js';

export const maturity: ActionSpec = {
  name: 'maturity',
  group: 'metadata',
  summary: 'How long the rule has been in use, 1 (new) to 9, for the log.',
  example: `SecRule ARGS "@contains ../" "id:100008,phase:2,deny,maturity:'7'"`,
  argument: 'required',
  notIn: ['default'],
  apply(draft, argument) {
    draft.maturity = wholeNumber(argument, 'the maturity', 0, 9);
  },
};
