import type { ActionSpec } from './spec.js';

export const ver: ActionSpec = {
  name: 'ver',
  group: 'metadata',
  summary: 'Version of the rule set, for the log.',
  example: `SecRule ARGS "@contains ../" "id:100006,phase:2,deny,ver:'acme/1.2'"`,
  argument: 'required',
  notIn: ['default'],
  apply(draft, argument) {
    draft.version = argument;
  },
};
