import { type ActionSpec, wholeNumber } from './spec.js';

export const accuracy: ActionSpec = {
  name: 'accuracy',
  group: 'metadata',
  summary: 'How rarely the rule is wrong, 1 (often) to 9, for the log.',
  example: `SecRule ARGS "@contains ../" "id:100009,phase:2,deny,accuracy:'8'"`,
  argument: 'required',
  notIn: ['default'],
  apply(draft, argument) {
    draft.accuracy = wholeNumber(argument, 'the accuracy', 0, 9);
  },
};
