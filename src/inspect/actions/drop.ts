import type { ActionSpec } from './spec.js';

export const drop: ActionSpec = {
  name: 'drop',
  group: 'disruptive',
  summary: 'Closes the connection without an answer.',
  example: 'SecRule REQUEST_HEADERS:User-Agent "@contains masscan" "id:100012,phase:1,drop"',
  argument: 'none',
  notIn: ['chained'],
  apply(draft) {
    draft.disruption = { kind: 'drop' };
  },
};
