import { type ActionSpec, wholeNumber } from './spec.js';

export const status: ActionSpec = {
  name: 'status',
  group: 'data',
  summary: 'Status code of deny and redirect.',
  example: 'SecRule &ARGS "@gt 200" "id:100016,phase:2,deny,status:400"',
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    draft.status = wholeNumber(argument, 'the status', 100, 599);
  },
};
