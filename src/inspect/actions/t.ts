import type { ActionSpec } from './spec.js';

export const transformation: ActionSpec = {
  name: 't',
  group: 'non-disruptive',
  summary: 'Changes the value before the operator sees it; `t:none` forgets the transformations before it.',
  example: 'SecRule ARGS "@contains <script" "id:100070,phase:2,deny,t:none,t:urlDecodeUni,t:lowercase"',
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    if (argument.toLowerCase() === 'none') {
      draft.transformations.length = 0;
      draft.transformationsReset = true;
    } else {
      draft.transformations.push(argument);
    }
  },
};
