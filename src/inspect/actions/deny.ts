import type { ActionSpec } from './spec.js';

export const deny: ActionSpec = {
  name: 'deny',
  group: 'disruptive',
  summary: 'Answers with `status`, an error (403 unless it is 400 to 599).',
  example: 'SecRule REQUEST_METHOD "@streq TRACE" "id:100010,phase:1,deny,status:405"',
  argument: 'none',
  notIn: ['chained'],
  apply(draft) {
    draft.disruption = { kind: 'deny' };
  },
};
