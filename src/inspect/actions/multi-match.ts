import type { ActionSpec } from './spec.js';

export const multiMatch: ActionSpec = {
  name: 'multiMatch',
  group: 'non-disruptive',
  summary: 'Tests the value before the transformations and after each that changed it.',
  example: 'SecRule ARGS "@contains \\\\x3c" "id:100024,phase:2,deny,t:none,t:jsDecode,multiMatch"',
  argument: 'none',
  notIn: [],
  apply(draft) {
    draft.multiMatch = true;
  },
};
