import { compileMacro } from '../macro.js';
import type { ActionSpec } from './spec.js';

export const msg: ActionSpec = {
  name: 'msg',
  group: 'metadata',
  summary: 'What the rule found, for the log. May hold macros.',
  example: `SecRule ARGS "@contains <script" "id:100002,phase:2,deny,msg:'Script in an argument'"`,
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    draft.msg = compileMacro(argument);
  },
};
