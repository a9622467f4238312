import type { ActionSpec } from './spec.js';

export const block: ActionSpec = {
  name: 'block',
  group: 'disruptive',
  summary: 'Does what SecDefaultAction says for this phase; without one, as `pass`.',
  example:
    'SecDefaultAction "phase:2,log,auditlog,deny,status:403"\nSecRule ARGS "@contains <script" "id:100011,phase:2,block"',
  argument: 'none',
  notIn: ['chained'],
  apply(draft) {
    draft.disruption = { kind: 'block' };
  },
};
