import { type ActionSpec, wholeNumber } from './spec.js';

const PHASES: ReadonlyMap<string, number> = new Map([
  ['request', 2],
  ['response', 4],
  ['logging', 5],
]);

export const phase: ActionSpec = {
  name: 'phase',
  group: 'metadata',
  summary:
    'When the rule runs: 1 request head, 2 request body (or request), 3 response head, 4 response body (or response), 5 logging. Default 2.',
  example: 'SecAction "id:100001,phase:request,pass,nolog"',
  argument: 'required',
  notIn: ['chained', 'update'],
  apply(draft, argument) {
    draft.phase = PHASES.get(argument.toLowerCase()) ?? wholeNumber(argument, 'the phase', 1, 5);
  },
};
