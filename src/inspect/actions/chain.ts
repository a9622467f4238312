import type { ActionSpec } from './spec.js';

export const chain: ActionSpec = {
  name: 'chain',
  group: 'flow',
  summary: 'The next rule is part of this one: both must match.',
  example:
    'SecRule REQUEST_METHOD "@streq POST" "id:100020,phase:1,deny,chain"\n  SecRule &REQUEST_HEADERS:Content-Type "@eq 0"',
  argument: 'none',
  notIn: ['default'],
  apply(draft) {
    draft.chain = true;
  },
};
