import { type ActionSpec, wholeNumber } from './spec.js';

/** JavaScript counts exactly to 2^53; ids of known rule sets have at most 10 digits. */
const HIGHEST_ID = Number.MAX_SAFE_INTEGER;

export const id: ActionSpec = {
  name: 'id',
  group: 'metadata',
  summary: 'The number of the rule, unique over all rule files.',
  example: 'SecAction "id:100000,phase:1,pass,nolog"',
  argument: 'required',
  notIn: ['chained', 'default', 'update'],
  apply(draft, argument) {
    draft.id = wholeNumber(argument, 'the id', 1, HIGHEST_ID);
  },
};
