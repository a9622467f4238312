import { compileMacro } from '../macro.js';
import type { ActionSpec } from './spec.js';

export const tag: ActionSpec = {
  name: 'tag',
  group: 'metadata',
  summary:
    'A word that classes the rule; a rule may have many, and has those of SecDefaultAction too. May hold macros.',
  example: `SecRule ARGS "@contains ../" "id:100005,phase:2,deny,tag:'attack-lfi'"`,
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    draft.tags.push(compileMacro(argument));
  },
};
