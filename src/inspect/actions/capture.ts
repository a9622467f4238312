import type { ActionSpec } from './spec.js';

export const capture: ActionSpec = {
  name: 'capture',
  group: 'non-disruptive',
  summary: 'Keeps what the operator matched in TX:0 and its groups in TX:1 to TX:9.',
  example: 'SecRule ARGS "@rx (\\d+) or \\1" "id:100023,phase:2,deny,capture,logdata:%{TX.1}"',
  argument: 'none',
  notIn: [],
  apply(draft) {
    draft.capture = true;
  },
};
