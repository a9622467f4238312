import type { ActionSpec } from './spec.js';

export const pass: ActionSpec = {
  name: 'pass',
  group: 'disruptive',
  summary: 'Goes on with the next rule.',
  example: 'SecAction "id:100013,phase:1,pass,nolog,setvar:tx.seen=1"',
  argument: 'none',
  notIn: ['chained'],
  apply(draft) {
    draft.disruption = { kind: 'pass' };
  },
};
