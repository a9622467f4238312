import { ActionError, type ActionSpec } from './spec.js';

export const allow: ActionSpec = {
  name: 'allow',
  group: 'disruptive',
  summary:
    'Passes over all further rules but those of phase 5; `allow:phase` over the rest of this phase, `allow:request` over phases 1 and 2. Not in detection.',
  example: 'SecRule REMOTE_ADDR "@ipMatch 192.0.2.0/24" "id:100014,phase:1,allow:request,nolog"',
  argument: 'optional',
  notIn: ['chained'],
  apply(draft, argument) {
    const scope = argument === '' ? 'transaction' : argument;
    if (scope !== 'transaction' && scope !== 'request' && scope !== 'phase') {
      throw new ActionError(`allow:${argument}`, 'write allow, allow:phase or allow:request');
    }
    draft.disruption = { kind: 'allow', scope };
  },
};
