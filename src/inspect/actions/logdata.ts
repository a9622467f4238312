import { compileMacro } from '../macro.js';
import type { ActionSpec } from './spec.js';

export const logdata: ActionSpec = {
  name: 'logdata',
  group: 'non-disruptive',
  summary: 'Evidence for the log. May hold macros.',
  example: `SecRule ARGS "@rx union.+select" "id:100003,phase:2,deny,capture,logdata:'%{TX.0} in %{MATCHED_VAR_NAME}'"`,
  argument: 'required',
  notIn: [],
  apply(draft, argument) {
    draft.logdata = compileMacro(argument);
  },
};
