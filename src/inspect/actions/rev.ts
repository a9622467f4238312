import type { ActionSpec } from './spec.js';

export const rev: ActionSpec = {
  name: 'rev',
  group: 'metadata',
  summary: 'Revision of the rule, for the log.',
  example: `SecRule ARGS "@contains ../" "id:100007,phase:2,deny,rev:'3'"`,
  argument: 'required',
  notIn: ['default'],
  apply(draft, argument) {
    draft.revision = argument;
  },
};
