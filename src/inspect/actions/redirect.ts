import { compileMacro } from '../macro.js';
import type { ActionSpec } from './spec.js';

export const redirect: ActionSpec = {
  name: 'redirect',
  group: 'disruptive',
  summary:
    'Answers with a redirect to a URL (302 unless `status` says 301, 303, 307 or 308). May hold macros.',
  example: `SecRule REQUEST_URI "@beginsWith /old" "id:100015,phase:1,redirect:'https://www.example.com/new'"`,
  argument: 'required',
  notIn: ['chained'],
  apply(draft, argument) {
    draft.disruption = { kind: 'redirect', to: compileMacro(argument) };
  },
};
