import { ActionError, type ActionSpec } from './spec.js';

export const skipAfter: ActionSpec = {
  name: 'skipAfter',
  group: 'flow',
  summary: 'On a match, goes on after the SecMarker of that name, or after the rule of that id.',
  example:
    'SecRule TX:DETECTION_PARANOIA_LEVEL "@lt 2" "id:100022,phase:2,pass,nolog,skipAfter:END-PL2"\nSecMarker END-PL2',
  argument: 'required',
  notIn: ['chained', 'default'],
  apply(draft, argument) {
    if (argument === '') throw new ActionError('skipAfter without a name', 'name a SecMarker');
    draft.skipAfter = argument;
  },
};
